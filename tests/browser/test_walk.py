"""First start, overview, a finding, its card's link, upload, preview, load, download."""

import csv
import io
import re

import pytest
from patience import expect

FILES = {
    "accounts.csv": "Id,Name\n001A,Bakker Bouw\n",
    "contacts.csv": (
        "Id;AccountId;FirstName;LastName;Title;Email;Username\n"
        "003A;001A;Jan;Bakker;Planner;jan@bakker.example;info@bakker.example\n"
        "003B;001A;Ines;de Wit;;ines@bakker.example;info@bakker.example\n"
        ";001A;Zonder;Sleutel;;;\n"
    ),
}


@pytest.fixture
def exports(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [tmp_path / name for name in FILES]


def test_a_new_user_gets_from_an_empty_box_to_a_downloaded_list(
    page, empty_server, exports, ready, context
):
    page.goto(empty_server)
    ready(page)
    page.get_by_role("link", name="Naar Inlezen").click()
    expect(page.get_by_role("heading", name="Inlezen")).to_be_visible()

    page.locator('input[type="file"]').set_input_files(exports)
    expect(page.get_by_text("2 nieuw · 0 gewijzigd · 0 ongewijzigd · 1 geweigerd")).to_be_visible()
    ready(page)
    page.get_by_text("1 geweigerde rij").click()
    ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download de geweigerde rijen").click()
    rejected = download.value.path().read_text("utf-8-sig")
    assert rejected.splitlines()[0].endswith(";reason")
    assert "Sleutel" in rejected

    page.get_by_role("button", name="Inlezen", exact=True).last.click()
    expect(page.get_by_text("Ingelezen en gecontroleerd")).to_be_visible()
    ready(page)
    page.locator(".stMain").get_by_role("button", name="Naar het overzicht").click()
    expect(page.get_by_role("heading", name="Overzicht")).to_be_visible()

    ready(page)
    page.get_by_role("button", name=re.compile("Start de review")).click()
    expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible()
    ready(page)
    page.get_by_label("Je naam, voor de geschiedenis").fill("Vera")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("case=contact"))
    ready(page)
    page.locator(".st-key-case").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jan Bakker")
    ready(page)
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")

    other = context.new_page()
    other.goto(link)
    ready(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("Jan Bakker")
    other.close()

    page.goto(f"{empty_server}/download?f_check=username_clash")
    ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").first.click()
    text = download.value.path().read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][0] == "Controle"
    names = {row[rows[0].index("Naam")] for row in rows[1:]}
    assert names == {"Jan Bakker", "Ines de Wit"}
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").first.click()
    assert download.value.path().read_bytes().startswith(b"PK")

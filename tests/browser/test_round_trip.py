"""The way to Salesforce and back: merge, package, results, the next export, all arrived."""

import csv
import io
import re
import zipfile

from company import CONTACTS
from patience import expect

FIELDS = {
    "Id": "id",
    "AccountId": "account_id",
    "FirstName": "first_name",
    "MiddleName": "middle_name",
    "LastName": "last_name",
    "Title": "title",
    "Email": "email",
    "MobilePhone": "mobile",
    "Username": "username",
    "Status": "status",
}


def merged(page, server, ready):
    """Merge the two cards of one person, with the first name of the card that goes."""
    page.goto(f"{server}/merge?kind=contact&ids=003A,003B")
    ready(page)
    page.get_by_test_id("stMain").get_by_text("Johana", exact=True).click()
    ready(page)
    page.get_by_role("button", name="Samenvoegen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Johana van der Bergh")
    ready(page)


def packed(page, server, ready):
    """Make the package; the names and texts of its files."""
    page.goto(f"{server}/package")
    ready(page)
    page.get_by_role("button", name="Pakket 1 maken").click()
    expect(page.get_by_text("Pakket 1 is gemaakt.")).to_be_visible()
    ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Downloaden", exact=True).click()
    with zipfile.ZipFile(download.value.path()) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def success(text):
    """Data Loader's success file for a file that went without error."""
    rows = list(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    at = rows[0].index("Id")
    writer.writerow(["ID", *rows[0], "STATUS"])
    writer.writerows([row[at], *row, "Item Updated"] for row in rows[1:])
    return out.getvalue()


def export(changes, gone):
    """The contacts as Salesforce has them afterwards."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for contact in CONTACTS:
        if contact["id"] not in gone:
            row = contact | changes.get(contact["id"], {})
            writer.writerow([row.get(field) or "" for field in FIELDS.values()])
    return out.getvalue()


def test_what_was_decided_here_arrives_there(page, server, ready, tmp_path):
    merged(page, server, ready)
    files = packed(page, server, ready)
    assert "003A" in files["LEESMIJ.md"] and "003B" in files["LEESMIJ.md"]
    [name] = [name for name in files if name.endswith("-contacts.csv") and "/" not in name]
    assert '"Johana"' in files[name]

    page.goto(f"{server}/results")
    ready(page)
    results = tmp_path / "success112426080000.csv"
    results.write_text(success(files[name]), "utf-8")
    page.locator('input[type="file"]').set_input_files(results)
    ready(page)
    page.get_by_role("button", name="Resultaten lezen").click()
    expect(page.get_by_text("1 rij gelukt.")).to_be_visible()

    page.goto(f"{server}/upload")
    ready(page)
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(export({"003A": {"first_name": "Johana"}}, gone=["003B"]), "utf-8")
    page.locator('input[type="file"]').set_input_files(contacts)
    expect(page.get_by_text(re.compile("0 nieuw"))).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Inlezen", exact=True).last.click()
    expect(page.get_by_text("Ingelezen en gecontroleerd")).to_be_visible()

    page.goto(f"{server}/package")
    expect(page.get_by_text("Alles staat in Salesforce of is onderweg.")).to_be_visible()
    expect(page.get_by_text("2 aangekomen")).to_be_visible()

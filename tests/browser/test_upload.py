"""An upload's preview outlives a change of language, and its texts follow it."""

import re

import pytest
from choosing import choose
from patience import expect

STRANGE = "Foo;Bar\n1;Bakker Bouw\n2;Zuidas Zorg\n"


def test_a_preview_keeps_its_object_and_columns_through_a_change_of_language(
    page, server, tmp_path, ready
):
    path = tmp_path / "vreemd.csv"
    path.write_text(STRANGE, "utf-8")
    page.goto(f"{server}/upload")
    ready(page)
    page.locator('input[type="file"]').set_input_files([path])
    choose(page, ready, "Bevat", "Accounts")
    expect(page.get_by_text("Kolommen: 0 van 2 gebruikt")).to_be_visible()
    choose(page, ready, "Foo", "ID")
    # The answer to a choice closes a drop-down that was opened before it came.
    expect(page.get_by_text("Kolommen: 1 van 2 gebruikt")).to_be_visible()
    choose(page, ready, "Bar", "Naam")
    expect(page.get_by_role("button", name="Inlezen", exact=True).last).to_be_visible()

    ready(page)
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_role("heading", name="Upload", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_visible()
    ready(page)
    page.get_by_role("radio", name="NL", exact=True).click()
    expect(page.get_by_role("heading", name="Inlezen", level=1)).to_be_visible()
    expect(page.get_by_test_id("stMain").get_by_role("button", name="Inlezen")).to_be_visible()
    expect(page.get_by_role("combobox", name="Bevat")).to_have_value("Accounts")
    ready(page)
    for header, field in (("Foo", "ID"), ("Bar", "Naam")):
        expect(page.get_by_role("combobox", name=re.compile(header))).to_have_value(field)


@pytest.mark.parametrize(
    ("lang", "choose", "most", "drop"),
    [
        (
            "NL",
            "Kies bestanden",
            "of sleep ze hierheen, hooguit 1 GB per stuk",
            "Laat de bestanden hier los",
        ),
        (
            "EN",
            "Choose files",
            "or drop them here, up to 1 GB each",
            "Let go of the files here",
        ),
    ],
)
def test_the_place_to_drop_files_speaks_the_reader_s_language(
    page, server, ready, lang, choose, most, drop
):
    page.goto(f"{server}/upload?lang={lang}")
    ready(page)
    place = page.get_by_test_id("stFileUploaderDropzone")
    expect(place.get_by_role("button").last).to_have_accessible_name(choose)
    expect(page.get_by_role("button", name=choose, exact=True)).to_be_visible()
    instructions = page.get_by_test_id("stFileUploaderDropzoneInstructions")
    assert instead(instructions.get_by_text("per file")) == most
    place.evaluate(DRAG)
    assert instead(place.get_by_text("Drag and drop")) == drop


DRAG = """(place) => {
  const files = new DataTransfer()
  files.items.add(new File(["x"], "x.csv"))
  for (const kind of ["dragenter", "dragover"]) {
    place.dispatchEvent(new DragEvent(kind, { bubbles: true, dataTransfer: files }))
  }
}"""


def instead(text):
    """What a reader sees where Streamlit has `text`."""
    expect(text).to_have_count(1)
    expect(text).to_be_hidden()
    return text.evaluate("(text) => getComputedStyle(text.parentElement, '::after').content").strip(
        '"'
    )


def test_the_button_to_choose_files_works_from_the_keyboard(page, server, ready):
    page.goto(f"{server}/upload")
    ready(page)
    with page.expect_file_chooser():
        page.get_by_role("button", name="Kies bestanden", exact=True).press("Enter")

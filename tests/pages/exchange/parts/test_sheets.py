from datetime import date

import template

from dq import intake
from dq.intake import Sheet
from dq.intake.landing import load
from pages.exchange.parts import sheets


def test_signs_that_nobody_sees_are_told():
    sheet = Sheet("a.csv", ["Id"], 1, 2, object="contact", invisible=1)
    assert sheets.counted(sheet).split(" · ")[-1].startswith("1 ")
    sheet.invisible = 1200
    assert sheets.counted(sheet).split(" · ")[-1].startswith("1.200 ")


def test_the_file_of_what_goes_has_every_record_and_no_formula(tmp_path):
    db = template.fresh()
    path = tmp_path / "contacts.csv"
    rows = "".join(f"{number:03},Naam {number:03}\n" for number in range(60))
    path.write_text(f"Id,LastName\n999,=1+1\n{rows}", "utf-8")
    load.run(
        db, load.Load(intake.read(db, [("c.csv", path)]), date(2026, 11, 23), sure=True), "test"
    )
    path.write_text("Id,LastName\n" + rows[: len(rows) // 2], "utf-8")
    batch = intake.read(db, [("c.csv", path)])

    text = sheets.going_csv(db, batch, batch.sheets[0]).decode("utf-8-sig")

    assert text.splitlines()[:3] == ["Naam;ID", "'=1+1;999", "Naam 030;030"]
    assert len(text.splitlines()) == 1 + 31
    db.close()

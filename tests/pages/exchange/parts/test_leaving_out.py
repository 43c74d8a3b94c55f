from datetime import date

from dq import intake
from dq.intake.landing import load
from dq.store import opening
from pages.exchange.parts import leaving_out


def test_the_file_of_what_goes_has_every_record_and_no_formula(tmp_path):
    db = opening.connect(":memory:")
    path = tmp_path / "contacts.csv"
    rows = "".join(f"{number:03},Naam {number:03}\n" for number in range(60))
    path.write_text(f"Id,LastName\n999,=1+1\n{rows}", "utf-8")
    load.run(
        db, load.Load(intake.read(db, [("c.csv", path)]), date(2026, 11, 23), sure=True), "test"
    )
    path.write_text("Id,LastName\n" + rows[: len(rows) // 2], "utf-8")
    batch = intake.read(db, [("c.csv", path)])

    text = leaving_out.gone_csv(db, batch, batch.sheets[0]).decode("utf-8-sig")

    assert text.splitlines()[:3] == ["Naam;ID", "'=1+1;999", "Naam 030;030"]
    assert len(text.splitlines()) == 1 + 31
    db.close()

"""What was repaired by itself is in every form of the report, with what was undone of it."""

import company
import openpyxl
import pytest
import reported
import template

from dq.access import itself
from dq.casework import automatic
from dq.commands import set, undo
from dq.handover.report import messages as letters
from dq.handover.report import page, phrases, workbook
from dq.judging import judge
from dq.queries.exchange import repaired
from dq.words.voice import Voice

EN, NL = Voice("en"), Voice("nl")
# Bas has the account 001C, Karin 001A.
SLIPS = {"003X": "001C", "003Y": "001A", "003Z": "001A"}


def load(db):
    """Another export, which shows what is wanted here as it is there."""
    db.execute(
        "insert into load (id, exported, actor)"
        " select max(id) + 1, max(exported) + 7, 'vera' from load"
    )
    judge.run(db)


@pytest.fixture
def mended(db):
    """A week later three slips were repaired by themselves; one of them is undone."""
    template.fill(db, "mended", _mended)
    return db


def _mended(db):
    reported.fill(db)
    cards = [
        {"id": id, "account_id": account, "first_name": "Jo", "last_name": f"Slip{id[-1]}",
         "title": "Planner", "email": f"jo{id[-1].lower()}@gmial.com"}
        for id, account in SLIPS.items()
    ]  # fmt: skip
    # And one who lacks an address, so that Bas has a case.
    lacking = {"id": "003U", "account_id": "001C", "first_name": "Jo", "last_name": "Zonder"}
    company.insert(db, "contact", [*cards, lacking])
    set.run(db, set.Set("repairs", True), "Vera")
    load(db)
    assert automatic.after_load(db) >= 3
    [one] = [one for one in repaired.after(db).done if one.record_id == "003Z"]
    undo.run(db, undo.Undo(one.change_id), "Vera")
    judge.refresh(db)


def told(db):
    """What the log says of it: the record, and whether it stands."""
    undone = dict(db.execute("select id, undone_by is not null from change").fetchall())
    [log] = db.execute(
        "select json(told) from change where command = 'repair' order by id desc limit 1"
    ).fetchall()
    done = db.execute(
        'select unnest(from_json(json_extract(?, \'$.done\'), \'[{"change_id": "bigint",'
        ' "record_id": "varchar"}]\'), recursive := true)',
        [log[0]],
    ).fetchall()
    return sorted((record, undone[change]) for change, record in done)


def test_the_report_has_what_the_log_has(mended):
    found = reported.read(mended).repairs
    assert sorted((one.done.record_id, one.done.undone) for one in found.listed) == told(mended)
    assert found.undone == 1
    owners = {one.done.record_id: one.owner for one in found.listed}
    for id in SLIPS:
        row = {"record_kind": "contact", "record_id": id}
        assert owners[id] == reported.slow_owner(mended, row)


def test_it_is_no_decision_of_somebody(mended):
    assert itself.AUTOMATIC not in {one.actor for one in reported.read(mended).decisions}


def test_of_one_owner_it_is_theirs(mended):
    found = reported.read(mended, owner="bas peters").repairs
    assert "003X" in {one.done.record_id for one in found.listed}
    assert {one.owner for one in found.listed} == {"Bas Peters"}


def test_without_a_repair_nothing_is_said(firm):
    found = reported.read(firm)
    assert found.repairs.listed == ()
    assert "Repaired by itself" not in page.whole(found, EN)


def test_what_was_repaired_after_an_earlier_export_is_of_that_week(mended):
    load(mended)
    assert reported.read(mended).repairs.listed == ()
    [(day,)] = mended.execute("select min(exported) from load").fetchall()
    assert len(reported.read(mended, since=day).repairs.listed) >= 3


@pytest.mark.parametrize(
    ("voice", "title", "what", "undone"),
    [
        (EN, "Repaired by itself", "jox@gmail.com, and logs in with it", "undone"),
        (NL, "Vanzelf hersteld", "jox@gmail.com", "ongedaan gemaakt"),
    ],
    ids=["en", "nl"],
)
def test_the_page_tells_each_in_its_language(mended, voice, title, what, undone):
    text = page.whole(reported.read(mended), voice)
    section = text.partition(f"<h2>{title}</h2>")[2].partition("</section>")[0]
    assert what in section
    assert section.count(f" ({undone})</td>") == 1
    assert "Content-Type" not in section
    assert section.count("<tr>") == 1 + len(reported.read(mended).repairs.listed)


def test_the_workbook_has_them_as_a_table_that_filters(mended, tmp_path):
    found = reported.read(mended)
    workbook.write(found, EN, tmp_path / "week.xlsx")
    book = openpyxl.load_workbook(tmp_path / "week.xlsx")
    head, *rows = book["Repaired by itself"].values
    listed = [dict(zip(head, row, strict=True)) for row in rows]
    assert sorted((row["ID"], row["Undone"] == "yes") for row in listed) == told(mended)
    [slip] = [row for row in listed if row["ID"] == "003X"]
    assert (slip["Owner"], slip["Name"]) == ("Bas Peters", "Jo SlipX")
    assert "jox@gmail.com" in slip["What was done"]
    said = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert said["Repaired by itself"] == len(listed)
    assert said["Of those undone"] == 1
    assert [*book["Repaired by itself"].tables] == ["Repaired"]


def test_a_message_has_those_of_its_owner_alone(mended):
    found = reported.read(mended)
    made = {one.who: one.content.decode() for one in letters.write(found, EN)}
    assert "Jo SlipX " in made["Bas Peters"] and "Jo SlipY" not in made["Bas Peters"]
    assert "Jo SlipY " in made["Karin de Wit"] and "Jo SlipX" not in made["Karin de Wit"]
    assert "Repaired by itself" not in made.get("Tom", "")
    undone = [line for line in made["Karin de Wit"].splitlines() if "(undone)" in line]
    assert any("SlipZ" in line for line in undone) and not any("SlipY" in line for line in undone)


def test_a_name_in_a_repair_is_text(mended):
    mended.execute(
        "update change set told = replace(told::varchar, 'Jo SlipX', '<b>x</b>') where command = ?",
        ["repair"],
    )
    assert "<b>x" not in page.whole(reported.read(mended), EN)


def test_how_many_were_left_is_said(mended):
    set.run(mended, set.Set("repairs_most", 1), "Vera")
    for id in ("003V", "003W"):
        company.insert(mended, "contact", [
            {"id": id, "account_id": "001A", "first_name": "Al", "last_name": f"Slip{id[-1]}",
             "title": "Planner", "email": f"al{id[-1].lower()}@gmial.com"},
        ])  # fmt: skip
    load(mended)
    assert automatic.after_load(mended) == 1
    found = reported.read(mended)
    assert found.repairs.left >= 1
    assert any("left for the next export" in line for line in phrases.repairs(found, EN))

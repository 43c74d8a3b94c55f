"""How old an export is, and whether newer data is loaded already."""

from datetime import datetime

import pytest

from dq import intake
from dq.intake.tables import age
from dq.reading import vocabulary

OLD, NEW = "2026-11-10T08:00:00.000+0000", "2026-11-20T08:00:00.000+0000"


def contacts(*moments):
    rows = "".join(f"{n},Jansen {n},{moment}\n" for n, moment in enumerate(moments))
    return "Id,LastName,LastModifiedDate\n" + rows


def test_the_newest_change_tells_the_age(upload):
    batch = upload.read(contacts=contacts(OLD, NEW), accounts="Id,Name\n1,Alfa\n")

    assert [sheet.newest for sheet in batch.sheets] == [datetime(2026, 11, 20, 8), None]
    assert age.days(batch, datetime(2026, 12, 2, 12)) == 12


@pytest.mark.parametrize(
    "moment",
    ["20-11-2026 8:00", "2026-11-20T10:00:00+02:00", "11/20/2026 8:00 AM", "2026-11-20 08:00:00"],
)
def test_the_newest_change_is_found_however_it_is_written(upload, moment):
    [sheet] = upload.read(accounts=f"Id,Name,LastModifiedDate\n1,Alfa,{moment}\n2,Beta,\n").sheets

    assert sheet.newest == datetime(2026, 11, 20, 8)


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(("name", "field"), [("contacts", "LastName"), ("accounts", "Name")])
def test_the_newest_change_has_its_month_where_the_rest_of_the_file_has(upload, turn, name, field):
    head = ["CreatedDate", "LastModifiedDate"][::turn]
    days = [["4/13/2024, 8:00 AM", "11/1/2026, 9:30 AM"], ["5/2/2024", "11/9/2026, 9:30 AM"]]
    rows = "".join('{},Bos,"{}","{}"\n'.format(n, *pair[::turn]) for n, pair in enumerate(days))

    [sheet] = upload.read(**{name: f"Id,{field},{','.join(head)}\n{rows}"}).sheets

    assert sheet.newest == datetime(2026, 11, 9, 9, 30)


@pytest.mark.parametrize(
    "dated", [["LastModifiedDate"], ["CreatedDate"], ["Laatst gewijzigd", "Gemaakt"]]
)
@pytest.mark.parametrize("thing", vocabulary.objects())
def test_the_newest_change_is_found_in_whatever_system_has_it(db, tmp_path, thing, dated):
    words = vocabulary.objects()[thing].fields
    known = [next(iter(words[field])) for field in words if field not in ("created", "modified")]
    path = tmp_path / "some.csv"
    for head in (known, known[:4], known[::-1]):
        row = ["1"] * len(head) + ["20-11-2026 8:00"] * len(dated)
        path.write_text("\n".join(",".join(line) for line in ([*head, *dated], row)))
        [sheet] = intake.read(db, [(path.name, path)], said={path.name: thing}).sheets
        assert sheet.newest == datetime(2026, 11, 20, 8)


def test_a_moment_that_is_still_to_come_says_nothing(upload):
    [sheet] = upload.read(contacts=contacts(OLD, "2199-01-01T00:00:00.000+0000")).sheets

    assert sheet.newest in (None, datetime(2026, 11, 10, 8))


def test_an_export_older_than_what_is_loaded_is_told_by_its_records(upload):
    upload.load(contacts=contacts(OLD, NEW))

    batch = upload.read(contacts=contacts(OLD, OLD))

    assert age.older(batch) == batch.sheets


def test_an_export_with_newer_records_is_not(upload):
    upload.load(contacts=contacts(OLD, OLD))

    assert age.older(upload.read(contacts=contacts(OLD, NEW))) == []
    assert age.older(upload.read(contacts=contacts(OLD, OLD))) == []


def test_of_other_objects_the_newest_change_is_remembered(upload):
    text = "Id,Name,LastModifiedDate\n1,Alfa,{}\n"
    upload.load(accounts=text.format(NEW))

    assert age.older(upload.read(accounts=text.format(OLD)))
    assert not age.older(upload.read(accounts=text.format(NEW)))


def test_a_part_of_the_data_may_have_older_changes_only(upload):
    rows = "Id,Name,LastModifiedDate\n" + "".join(f"{n},A,{OLD}\n" for n in range(20))
    upload.load(accounts=rows + f"99,A,{NEW}\n")

    assert not age.older(upload.read(accounts=f"Id,Name,LastModifiedDate\n1,A,{OLD}\n"))

"""What a file would change, before anything is written."""

import pytest

from dq.errors import Invalid
from dq.intake.sheet import Counts


def text(numbers, name="Bakker"):
    return "Id,LastName\n" + "".join(f"{number},{name}\n" for number in numbers)


def test_first_file_is_all_new(upload):
    [sheet] = upload.read(file=text(range(3))).sheets

    assert sheet.counts == Counts(new=3)


def test_reading_changes_nothing(upload):
    upload.read(file=text(range(3)))

    assert upload.rows("upstream.contact") == upload.rows("main.contact") == []


def test_an_upload_makes_room_for_the_next(upload):
    upload.read(file=text(range(3)))
    upload.read(file=text(range(3)))

    kept = "select count(*) from duckdb_tables() where temporary and table_name like 'intake%'"
    assert upload.db.execute(kept).fetchall() == [(2,)]  # the cells, and the clean rows


def test_new_changed_unchanged_and_gone_are_counted(upload):
    upload.load(file=text(range(10)))

    [sheet] = upload.read(file=text(range(1, 8)) + "8,Smit\n11,Visser\n").sheets

    assert sheet.counts == Counts(new=1, changed=1, unchanged=7, gone=2)
    assert sheet.complete


def test_only_the_columns_of_the_file_are_compared(upload):
    upload.load(file="Id,LastName,Email\n1,Bakker,a@x.example\n")

    [sheet] = upload.read(file="Id,LastName\n1,Bakker\n").sheets

    assert sheet.counts == Counts(unchanged=1)


def test_an_empty_cell_is_a_change_and_a_missing_column_is_not(upload):
    upload.load(file="Id,LastName,Email\n1,Bakker,a@x.example\n")

    [sheet] = upload.read(file="Id,LastName,Email\n1,Bakker,\n").sheets

    assert sheet.counts == Counts(changed=1)


def test_a_file_that_misses_a_large_share_is_a_part(upload):
    upload.load(file=text(range(100)))

    [most] = upload.read(file=text(range(75))).sheets
    [less] = upload.read(file=text(range(74))).sheets

    assert (most.counts.gone, most.complete) == (25, True)
    assert (less.counts.gone, less.complete) == (26, False)


def test_what_is_a_large_share_is_a_setting(upload):
    upload.db.execute("insert into setting values ('load_part', '60')")
    upload.load(file=text(range(100)))

    [half] = upload.read(file=text(range(50))).sheets

    assert half.complete


def test_in_a_small_store_two_may_go(upload):
    upload.load(file=text(range(4)))

    [two] = upload.read(file=text(range(2))).sheets
    [three] = upload.read(file=text(range(1))).sheets

    assert (two.complete, three.complete) == (True, False)


def test_a_header_and_nothing_else_makes_nobody_disappear(upload):
    upload.load(file=text(range(5)))

    [sheet] = upload.read(file=text([])).sheets

    assert (sheet.counts, sheet.complete) == (Counts(), False)


def test_a_header_replaces_nothing_even_if_the_user_says_so(upload):
    upload.load(file=text(range(5)))
    batch = upload.read(file=text([]))
    batch.sheets[0].complete = True

    with pytest.raises(Invalid, match="no rows below its header"):
        upload.carry_out(batch)
    assert len(upload.rows("upstream.contact")) == 5


def test_a_header_beside_another_file_replaces_nothing(upload):
    upload.load(file=text(range(5)))
    batch = upload.read(contacts=text([]), accounts="Id,Name\n001,Vos Bouw\n")
    for sheet in batch.sheets:
        sheet.complete = True

    upload.carry_out(batch)

    assert len(upload.rows("upstream.contact")) == 5
    assert len(upload.rows("upstream.account")) == 1


def test_a_rejected_row_is_not_gone(upload):
    upload.load(file="Id,AccountId,ContactId,IsActive\n1,2,3,ja\n2,2,3,ja\n")

    [sheet] = upload.read(file="Id,AccountId,ContactId,IsActive\n1,2,,ja\n2,2,3,ja,over\n").sheets

    assert sheet.counts == Counts(rejected=2)


def test_gone_is_counted_once_for_files_taken_together(upload):
    upload.load(file=text(range(10)))

    batch = upload.read(contact1=text(range(4)), contact2=text(range(4, 8)))

    assert [sheet.counts.gone for sheet in batch.sheets] == [2, 0]
    assert [sheet.counts.unchanged for sheet in batch.sheets] == [4, 4]


def test_relations_without_keys_are_found_again(upload):
    upload.load(relaties="Id,AccountId,ContactId,Roles\n7,1,2,Beslisser\n")

    text = "Account ID,Contact ID,Roles\n1,2,Beslisser\n1,3,Gebruiker\n"
    [sheet] = upload.read(relaties=text).sheets

    assert sheet.counts == Counts(new=1, unchanged=1)

"""Where a row was left out for want of a key, what is missing from the file stays."""

import pytest

IDS = [f"0038D000009JPq{letter}" for letter in "uvwxyz"]
HEAD = "Id;AccountId;FirstName;LastName;Email"
ROWS = [f"{key};001x0000002xLCV;Jan;Bos;b{n}@x.example" for n, key in enumerate(IDS)]
REST = ROWS[0].partition(";")[2]


def text(rows, head=HEAD):
    return "\n".join([head, *rows, ""])


@pytest.mark.parametrize(
    "row",
    [
        f"#NAAM?;{REST}",
        f"#NAME?;{REST}",
        f";{REST}",
        f"{IDS[0][:14]};{REST}",
        f";{REST};7;8",
        f";{REST}".replace(";", ","),
    ],
    ids=["name", "name_en", "empty", "short", "wide", "other_sign"],
)
def test_a_record_whose_key_was_lost_stays_and_that_is_told(upload, row):
    upload.load(contacts=text(ROWS))

    batch = upload.read(contacts=text([row, *ROWS[1:]]))

    [sheet] = batch.sheets
    assert (sheet.counts.rejected, sheet.complete) == (1, False)
    assert "What is not in it stays" in str(sheet.remarks[-1])
    upload.carry_out(batch)
    assert len(upload.rows("upstream.contact", "id")) == len(ROWS)


@pytest.mark.parametrize(
    "row",
    [
        "Subtotaal;;;;",
        "Subtotaal;;;5;",
        ";;;;5",
        "Aantal: 5;;;;",
        f"{IDS[1]};001x0000002xLCV;Jan;Vos;b1@x.example",
        HEAD,
    ],
)
def test_a_row_that_is_no_other_record_keeps_nothing(upload, row):
    upload.load(contacts=text(ROWS))

    [sheet] = upload.load(contacts=text([*ROWS[1:3], row, *ROWS[3:]])).sheets

    assert (sheet.counts.gone, sheet.complete) == (1, True)
    assert len(upload.rows("upstream.contact", "id")) == len(ROWS) - 1


def test_a_relation_known_by_both_its_keys_stays_when_one_was_lost(upload):
    head = "Account ID,Contact ID"
    rows = [f"001x0000002xLCV,{key}" for key in IDS]
    upload.load(relations=text(rows, head))

    [sheet] = upload.load(relations=text([*rows[1:], f"#NAAM?,{IDS[0]}"], head)).sheets

    assert (sheet.counts.rejected, sheet.complete) == (1, False)
    assert len(upload.rows("upstream.relation", "id")) == len(rows)


@pytest.mark.parametrize("key", ["CT000001", IDS[0]])
@pytest.mark.parametrize("turn", [1, -1])
def test_a_row_quoted_whole_is_not_missing(upload, key, turn):
    rows = [[key, "Jan", "Bos"], ["CT000002", "Els", "Mol"], ["CT000003", "Wim", "Tel"]]
    lines = [",".join(row[::turn]) for row in [["Id", "FirstName", "LastName"], *rows]]
    upload.load(contacts="\n".join([*lines, ""]))
    lines[1] = f'"{lines[1]}"'

    [sheet] = upload.read(contacts="\n".join([*lines, ""])).sheets

    assert (sheet.counts.rejected, sheet.counts.gone) == (1, 0)

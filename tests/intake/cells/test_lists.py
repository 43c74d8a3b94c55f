"""A list of people without keys loads when the user says so, with keys that stay the same."""

from itertools import permutations

import pytest

from dq import intake
from dq.intake.cells.flaws import NOBODY
from dq.objects import LIST_KEY

HEADER = "Voornaam;Achternaam;E-mail;GSM;Postnr\n"
ROWS = (
    "Jan;Jansen;jan@x.example;0470 12 34 56;1000\n",
    "Piet;Pieters;;0470 12 34 57;1000\n",
    "Piet;Pieters;;0470 12 34 58;1000\n",
    "Els;Smit;info@y.example;;9000\n",
    "Tom;Vos;info@y.example;;9000\n",
)


def read(upload, text, **more):
    batch = upload.read(lijst=text, **more)
    sheet = batch.sheets[0]
    intake.remap(upload.db, batch, sheet, "contact", sheet.mapping, keyed=True)
    return batch


def keys(upload):
    rows = upload.db.execute(
        "select id, first_name, email, mobile from upstream.contact order by all"
    ).fetchall()
    return rows


def test_a_list_waits_for_the_user(upload):
    [sheet] = upload.read(lijst=HEADER + "".join(ROWS)).sheets

    assert str(sheet.problem) == "lijst.csv has no column with the key of each record, such as Id."


def test_everybody_gets_a_key_that_says_that_it_is_of_a_list(upload):
    batch = read(upload, HEADER + "".join(ROWS))
    upload.carry_out(batch)

    assert (batch.sheets[0].counts.new, batch.sheets[0].rejects) == (5, [])
    assert all(id.startswith(LIST_KEY) for id, *_ in keys(upload))


def test_the_keys_do_not_depend_on_the_order_of_rows_or_columns(upload):
    upload.carry_out(read(upload, HEADER + "".join(ROWS)))
    for rows in list(permutations(ROWS))[:: len(ROWS) * 4]:
        [sheet] = read(upload, HEADER + "".join(rows)).sheets
        assert (sheet.counts.unchanged, sheet.counts.new) == (5, 0)

    turned = "\n".join(
        ";".join(reversed(line.split(";"))) for line in (HEADER + "".join(ROWS)).splitlines()
    )
    [sheet] = read(upload, turned).sheets
    assert (sheet.counts.unchanged, sheet.counts.new) == (5, 0)


@pytest.mark.parametrize(
    "row",
    [
        "Johan;Jansen;JAN@x.example ;;1000\n",
        "PIET;Pieters;;+32 470 12 34 57;1001\n",
        "Piét;Pieters;;0470/123457;1000\n",
    ],
)
def test_the_same_person_in_the_next_list_is_the_same_card(upload, row):
    upload.carry_out(read(upload, HEADER + "".join(ROWS)))

    [sheet] = read(upload, HEADER + row).sheets

    assert (sheet.counts.changed, sheet.counts.new) == (1, 0)


def test_a_row_of_nobody_is_rejected(upload):
    [sheet] = read(upload, HEADER + ROWS[0] + ";;;0470 12 34 56;1000\n").sheets

    assert [reject.reason for reject in sheet.rejects] == [NOBODY]


def test_the_next_list_of_that_shape_needs_no_asking(upload):
    upload.carry_out(read(upload, HEADER + "".join(ROWS)))

    [sheet] = upload.read(andere=HEADER + ROWS[0]).sheets

    assert (sheet.problem, sheet.counts.unchanged) == (None, 1)


def test_an_export_and_a_list_take_nothing_from_each_other(upload):
    export = "Id,FirstName,LastName\n" + "".join(f"{n},Jan,Jansen {n}\n" for n in range(9))
    upload.load(contacts=export)
    batch = read(upload, HEADER + "".join(ROWS))
    assert (batch.sheets[0].counts.gone, batch.sheets[0].complete) == (0, False)
    upload.carry_out(batch)

    again = upload.load(contacts=export.replace("8,Jan,Jansen 8\n", ""))

    assert again.sheets[0].counts.gone == 1
    assert len(upload.rows("upstream.contact", "id")) == 8 + 5


def test_a_card_of_a_list_goes_in_no_file_for_salesforce(upload):
    from dq.outgoing import ready

    upload.carry_out(read(upload, HEADER + "".join(ROWS)))
    upload.db.execute("update main.contact set last_name = 'Planner'")

    out = ready.read(upload.db)

    assert (out.rows, out.waiting) == (0, 5)

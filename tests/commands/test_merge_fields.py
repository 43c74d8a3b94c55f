"""No field is lost by a merge: what only the card that goes has, the one that stays gets."""

import company
import office
import pytest

from dq.casework import merging as casework
from dq.commands import merge
from dq.objects import LEAVING
from dq.outgoing import ready
from dq.queries.review import merging
from dq.settings import api

# The username follows the address, an infix is chosen with its last name; a status and a successor
# say that somebody left, which is chosen with the card that stays.
APART = {"username", "middle_name", *LEAVING}
VALUES = {"account_id": "a1", "kind": "person", "parent_id": "a3", "email": "jan@bouw.example",
          "phone": "030 1234567", "mobile": "06 12345678"}  # fmt: skip
FIELDS = [
    (kind, field)
    for kind in ("contact", "account")
    for field in api.fields()[kind]
    if field not in APART
]


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_what_only_the_other_has_stays_and_goes_to_salesforce(db, kind, field):
    office.fill(db)
    value = VALUES.get(field, "Iets")
    plain = {"last_name": "Jansen"} if kind == "contact" else {"name": "Bouw"}
    company.insert(db, kind, [{"id": "x1", **plain, field: None}])
    company.insert(db, kind, [{"id": "x2", **plain, field: value}])
    rows = merging.records(db, kind, ["x1", "x2"])
    taken = casework.planned(kind, rows, "x1").values
    assert taken[field] == value

    versions = {row["id"]: row["version"] for row in rows}
    command = merge.Merge(kind, "x1", versions["x1"], {"x2": versions["x2"]}, taken)
    merge.run(db, command, "anna")

    [(kept,)] = db.execute(f"select {field} from main.{kind} where id = 'x1'").fetchall()
    sent = {name for part in ready.read(db).parts for line in part.lines
            if line.record_id == "x1" for name in line.fields}  # fmt: skip
    assert (kept, field in sent) == (value, True)


@pytest.mark.parametrize(
    ("kept", "other", "proposed"),
    [
        ("J.", "Jan", "Jan"),
        ("Jan", "J.", "Jan"),
        ("JAN", "Jan", "Jan"),
        ("jan", "Jan", "Jan"),
        ("Jan", "Johannes", "Jan"),
        ("Jan", None, "Jan"),
        ("J", "J.P.", "J"),
    ],
)
def test_of_two_names_the_fuller_one_is_proposed_and_else_that_of_the_one_that_stays(
    db, kept, other, proposed
):
    rows = [
        {"id": id, "version": 1, **dict.fromkeys(merge.FIELDS["contact"]), "first_name": name}
        for id, name in (("x1", kept), ("x2", other))
    ]
    taken = casework.planned("contact", rows, "x1").values
    assert {"first_name": kept, **taken}["first_name"] == proposed


def test_an_infix_in_full_goes_with_its_last_name(db):
    names = [("v.d.", "Berg"), ("van den", "Berg")]
    rows = [
        {"id": f"x{place}", "version": 1, **dict.fromkeys(merge.FIELDS["contact"]),
         "middle_name": infix, "last_name": last}
        for place, (infix, last) in enumerate(names, start=1)
    ]  # fmt: skip
    assert casework.planned("contact", rows, "x1").values == {"middle_name": "van den"}

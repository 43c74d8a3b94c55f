"""Teams: as they are written, and who is in one with whom."""

import pytest

from dq.commands import set as set_
from dq.errors import Invalid
from dq.settings import teams


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Noord: Sanne de Wit, Bram", ("Noord", ("Sanne de Wit", "Bram"))),
        ("  Noord :Sanne  de Wit,,Bram , Bram", ("Noord", ("Sanne de Wit", "Bram"))),
        ("Noord", None),
        ("Noord:", None),
        (": Sanne", None),
        ("", None),
    ],
)
def test_a_line_is_a_name_and_people(line, wanted):
    assert teams.split(line) == wanted
    if wanted:
        assert teams.split(teams.joined(*wanted)) == wanted


def test_a_line_that_is_no_team_is_refused_by_name(db):
    with pytest.raises(Invalid) as refused:
        set_.run(db, set_.Set("teams", ["Noord: Sanne", "Zuid"]), "anna")
    assert refused.value.values["value"] == "Zuid"
    assert teams.every(db) == {}


def test_names_are_kept_as_they_are_written(db):
    set_.run(db, set_.Set("teams", ["Noord: Sanne de Wit", "Zuid: Bram", "Noord: Eva"]), "anna")
    assert teams.every(db) == {"Noord": ("Sanne de Wit", "Eva"), "Zuid": ("Bram",)}
    assert teams.colleagues(db, "eva") == ["Eva", "Sanne de Wit"]
    assert teams.colleagues(db, "") == teams.colleagues(db, "Piet") == []

"""The address that somebody likely has: as their colleagues', free, and only where they agree."""

import itertools

import company
import planted
import pytest
import template

from dq.judging import judge
from dq.queries.cards import usual_address
from dq.queries.cards.usual_address import SHAPES

PEOPLE = (
    ("Anouk", None, "Dekkers"), ("Bram", "van den", "Bosch"), ("Cees", "de", "Wit"),
    ("Dirk", None, "Zwart"), ("Noor", "van", "Élan"),
)  # fmt: skip
WANTED = {
    "{first}.{infix}{last}": "noor.vanelan", "{initial}.{infix}{last}": "n.vanelan",
    "{first}": "noor", "{infix}{last}{initial}": "vanelann", "{first}{initial_of_last}": "noore",
    "{first}.{infix}.{last}": "noor.van.elan", "{first}_{infix}{last}": "noor_vanelan",
}  # fmt: skip


def made(at, shape, name):
    first, infix, last = ((part or "").lower().replace(" ", "").replace("é", "e") for part in name)
    local = shape.format(
        first=first, initial=first[:1], infix=infix, last=last, initial_of_last=last[:1]
    )
    return at.mail(local.replace("..", "."))


@pytest.fixture
def at(request):
    """A company, and what to ask of it once it is in a store."""
    found = planted.Company("usual", planted.words(), itertools.count(700_000))
    db = template.fresh()

    def asked(card_id):
        for table, values in found.rows:
            company.insert(db, table, [values])
        judge.run(db)
        return usual_address.of(db, card_id)

    found.asked, found.db = asked, db
    yield found
    db.close()


def hire(at, shape, people=PEOPLE[:-1]):
    for name in people:
        first, infix, last = name
        at.person(first_name=first, middle_name=infix, last_name=last, email=made(at, shape, name))


def newcomer(at, **values):
    first, infix, last = PEOPLE[-1]
    own = {"first_name": first, "middle_name": infix, "last_name": last, "email": None}
    return at.person(**{**own, **values})


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_made_as_those_of_colleagues(at, shape):
    hire(at, shape)
    assert at.asked(newcomer(at)) == made(at, shape, PEOPLE[-1])


@pytest.mark.parametrize("shape", WANTED)
def test_what_it_is_in_letters(at, shape):
    hire(at, shape)
    assert at.asked(newcomer(at)) == at.mail(WANTED[shape])


def test_colleagues_who_do_not_agree_say_nothing(at):
    for shape, name in zip(SHAPES[::4], PEOPLE, strict=False):
        hire(at, shape, [name])
    assert at.asked(newcomer(at)) is None


def test_one_colleague_is_no_rule(at):
    hire(at, SHAPES[0], PEOPLE[:1])
    assert at.asked(newcomer(at)) is None


def test_what_is_somebody_elses_is_not_proposed(at):
    hire(at, "{first}")
    at.person(first_name="Noor", last_name="Anders", email=at.mail("noor"))
    assert at.asked(newcomer(at)) is None


@pytest.mark.parametrize("values", [{}, {"kind": "general"}, {"status": "left"}])
def test_what_is_somebody_elses_without_a_login_is_not_proposed(at, values):
    hire(at, "{first}")
    at.person(first_name="Noor", last_name="Anders", email=at.mail("noor"), username=None, **values)
    assert at.asked(newcomer(at)) is None


def test_a_name_that_lacks_a_part_makes_no_address(at):
    hire(at, "{first}")
    assert at.asked(newcomer(at, first_name=None, kind="person")) is None


def test_without_an_account_there_are_no_colleagues(at):
    hire(at, "{first}")
    assert at.asked(newcomer(at, account_id=None)) is None


@pytest.mark.parametrize(
    ("shape", "wanted"), [("{first}", None), ("{initial}.{infix}{last}", "n.vanelan")]
)
@pytest.mark.parametrize("initials", ["N.E.", "N", "N. E.", "NE"])
def test_initials_are_no_first_name(at, shape, wanted, initials):
    hire(at, shape)
    assert at.asked(newcomer(at, first_name=initials)) == (wanted and at.mail(wanted))


def test_an_address_of_somebody_who_does_not_log_in_is_theirs_too(at):
    hire(at, SHAPES[0])
    at.person(email=made(at, SHAPES[0], PEOPLE[-1]), username=None)
    assert at.asked(newcomer(at)) is None


def test_of_two_with_one_likely_address_none_is_proposed_it(at):
    shape = "{initial}.{last}"
    hire(at, shape)
    one, other = newcomer(at), newcomer(at, first_name="Nelleke")
    third = newcomer(at, last_name="Jaspers")
    at.asked(one)
    assert usual_address.each(at.db, [one, other, third]) == {third: at.mail("n.jaspers")}


@pytest.mark.parametrize("shape", WANTED)
@pytest.mark.parametrize("name", ["Élan, van", "Élan , Van"])
def test_an_infix_behind_the_name_is_one(at, shape, name):
    hire(at, shape)
    asked = newcomer(at, middle_name=None, last_name=name)
    assert at.asked(asked) == at.mail(WANTED[shape])


def test_what_is_no_infix_behind_a_comma_stays_of_the_name(at):
    hire(at, "{first}.{infix}{last}")
    asked = newcomer(at, middle_name=None, last_name="Élan, MSc")
    assert at.asked(asked) == at.mail("noor.elanmsc")


def test_of_whose_name_a_mailbox_is_made(at):
    person = newcomer(at)
    at.asked(person)
    own = ("noor.vanelan", "n.van.elan", "noor", "noor-elan2", "elan.n", "noore")
    others = ("anouk.dekkers", "n", "", "planning")
    for mailbox in (*own, *others):
        assert usual_address.made_of_name(at.db, person, mailbox) is (mailbox in own), mailbox

"""Usernames that are a near-copy of another card's."""

import random
import time

from rapidfuzz.distance import OSA
from rows import cases, contact, portal_user

JAN = contact("a", first_name="Jan", last_name="Bakker", username="jan.bakker@acme.example")


def other(username, **values):
    return contact("b", **{"first_name": "Piet", "last_name": "Molen", **values}, username=username)


def near(username, **values):
    card = other(username, **values)
    return [JAN, card], [("a", "b", username), ("b", "a", "jan.bakker@acme.example")]


def apart(left, right):
    return [left, right], []


def named(id, first, last, address):
    return contact(id, first_name=first, last_name=last, email=address)


@cases(
    letter_lost=near("jan.baker@acme.example"),
    letter_more=near("jan.bakkerr@acme.example"),
    digit_added_to_its_address=near("jan.bakker1@acme.example", email="p.molen@acme.example"),
    other_letter=near("jan.bekker@acme.example"),
    swapped=near("jan.bakekr@acme.example"),
    swapped_in_the_middle=near("janb.akker@acme.example"),
    first_letter_lost=near("an.bakker@acme.example"),
    no_dot=near("janbakker@acme.example"),
    another_mark=near("jan_bakker@acme.example"),
    same_person=near("jan.bakke@acme.example", first_name="Jan", last_name="Bakker"),
    slip_after_the_at=near("jan.bakker@acne.example"),
    two_edits=apart(JAN, other("jan.baer@acme.example")),
    another_company=apart(JAN, other("jan.bakker@molen.example")),
    the_same_is_a_clash=apart(JAN, other("Jan.Bakker@acme.example")),
    colleagues_with_one_surname=apart(
        named("a", "Jan", "Bakker", "j.bakker@acme.example"),
        named("b", "Piet", "Bakker", "p.bakker@acme.example"),
    ),
    colleagues_with_like_surnames=apart(
        named("a", "Paul", "Jansen", "p.jansen@acme.example"),
        named("b", "Petra", "Janssen", "p.janssen@acme.example"),
    ),
    numbered=apart(
        named("a", "Jan", "Bakker", "bakker1@acme.example"),
        named("b", "Jan", "Bakker", "bakker2@acme.example"),
    ),
    numbered_beside_one_without=apart(
        named("a", "Jan", "Bakker", "jan.bakker@acme.example"),
        named("b", "J.", "Bakker", "jan.bakker2@acme.example"),
    ),
    codes=apart(
        named("a", "Jan", "Bakker", "jbak@acme.example"),
        named("b", "Piet", "Bakker", "pbak@acme.example"),
    ),
    too_short_to_tell=apart(other("hrm@acme.example"), contact("c", username="hra@acme.example")),
    two_words=apart(other("planner@acme.example"), contact("c", username="planners@acme.example")),
    mailboxes_of_two_companies=apart(
        other("info@acme.example"), contact("c", username="info@acne.example")
    ),
    plus_tags=apart(
        other("contact+anna@acme.example"), contact("c", username="contact+piet@acme.example")
    ),
    one_card=(
        [
            contact("a", username="jan.bakker@acme.example"),
            portal_user("u", "a", "jan.baker@acme.example"),
        ],
        [],
    ),
    a_leaver_keeps_its_username=(
        [
            contact("a", username="jan.bakker@acme.example", status="left"),
            other("jan.baker@acme.example"),
        ],
        [("b", "a", "jan.bakker@acme.example")],
    ),
    two_leavers=(
        [
            contact("a", username="jan.bakker@acme.example", status="left"),
            other("jan.baker@acme.example", status="left"),
        ],
        [],
    ),
    a_portal_user_counts=(
        [JAN, other(None, email=None), portal_user("u", "b", "jan.baker@acme.example")],
        [("a", "b", "jan.baker@acme.example"), ("b", "a", "jan.bakker@acme.example")],
    ),
    sandbox_copy=apart(
        contact("a", username="jan.bakker@acme.invalid"), other("jan.baker@acme.invalid")
    ),
)
def test_username_lookalike(find, rows, expected):
    assert find(rows) == expected


def test_halves_miss_no_pair_that_is_one_edit_apart(find):
    """The obvious way, every pair, says the same."""
    draw = random.Random(7)
    names = sorted({"".join(draw.choices("abc", k=draw.randint(4, 7))) for _ in range(150)})
    people = [
        contact(f"{n:03}", first_name="Q", last_name="Zzz", username=f"{name}@acme.example")
        for n, name in enumerate(names)
    ]
    alike = {
        name for name in names for one in names if name != one and OSA.distance(name, one) <= 1
    }
    found = {names[int(record)] for record, _, _ in find(people)}
    assert found == alike


def test_thousands_of_numbered_usernames_take_no_time(db, find):
    """Pair by pair these would be two hundred million comparisons."""
    db.execute(
        """
        insert into contact (id, first_name, last_name, username, email)
        select n, 'Vera', 'Bos', address, address
        from (select n, 'user' || n || '@acme.example' as address from range(10000, 30000) as t (n))
        """
    )
    started = time.monotonic()
    assert find([]) == []
    assert time.monotonic() - started < 30

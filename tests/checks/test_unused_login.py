"""People in service whose login is active and not used."""

from rows import cases, contact, exported, left, portal_user

# The export in `exported` is of 23 November 2026; 180 days before it is 27 May.
COLUMNS = ["id", "username", "contact_id", "active", "last_login"]


def login(last, **values):
    return portal_user("u", "a", "a@acme.example", **{"active": True, "last_login": last, **values})


def of(*rows):
    return [*rows, exported(portal_user=COLUMNS)]


@cases(
    never=(of(contact("a"), login(None)), [("a", "u", "–")]),
    just_too_long_ago=(of(contact("a"), login("2026-05-26 23:59")), [("a", "u", "2026-05-26")]),
    long_ago=(of(contact("a"), login("2020-01-01 08:00")), [("a", "u", "2020-01-01")]),
    not_yet=(of(contact("a"), login("2026-05-27 00:00")), []),
    after_the_export=(of(contact("a"), login("2026-11-24 08:00")), []),
    another_term=(
        of(
            ("setting", {"name": "unused_login_days", "value": "30"}),
            contact("a"),
            login("2026-10-20 09:00"),
        ),
        [("a", "u", "2026-10-20")],
    ),
    column_never_exported=(
        [contact("a"), login(None), exported(portal_user=COLUMNS[:-1])],
        [],
    ),
    without_knowing_who_is_active=(
        [contact("a"), login(None), exported(portal_user=["id", "username", "last_login"])],
        [],
    ),
    switched_off=(of(contact("a"), login(None, active=False)), []),
    without_a_mark=(of(contact("a"), login(None, active=None)), [("a", "u", "–")]),
    left_the_company=(of(left("a"), login(None)), []),
    inactive=(of(contact("a", status="inactive"), login(None)), []),
    of_no_card=(of(login(None)), []),
    one_of_two=(
        of(
            contact("a"),
            login("2026-11-01 09:00"),
            portal_user("v", "a", "b@acme.example", active=True),
        ),
        [("a", "v", "–")],
    ),
)
def test_unused_login(find, rows, expected):
    assert find(rows) == expected

"""What matching left out, as the page reads it."""

from dq.queries.review import left_out
from dq.queries.review.left_out import Dropped, Oversize


def kept(db, dropped="[]", oversize="[]", kind="contact", unread=None):
    db.execute("delete from matching")
    db.execute("insert into matching values (?, ?, ?, ?, null)", [kind, dropped, oversize, unread])


def test_nothing_is_left_out_before_the_first_match(company_db):
    company_db.execute("delete from matching")
    assert left_out.of_kind(company_db, "contact") == left_out.LeftOut([], [])


def test_the_biggest_sets_come_first(company_db):
    kept(
        company_db,
        dropped="""[
            {"key": "phone", "blocks": 1, "records": 41},
            {"key": "email", "blocks": 3, "records": 400}
        ]""",
    )
    assert left_out.of_kind(company_db, "contact").dropped == [
        Dropped("email", 3, 400),
        Dropped("phone", 1, 41),
    ]


def test_the_first_cards_of_a_group_are_named_and_those_removed_left_out(company_db):
    kept(company_db, oversize='[{"records": 260, "ids": ["003D", "gone", "003C"]}]')
    assert left_out.of_kind(company_db, "contact").oversize == [
        Oversize(260, [("003D", "Fatima Yildiz"), ("003C", "Piet Vertrokken")])
    ]


def test_records_that_could_not_be_read_are_named(company_db):
    kept(company_db, unread='["003D", "gone"]')
    assert left_out.of_kind(company_db, "contact").unread == [("003D", "Fatima Yildiz")]


def test_accounts_have_their_own(company_db):
    kept(company_db, oversize='[{"records": 201, "ids": ["001C"]}]', kind="account")
    assert left_out.of_kind(company_db, "contact").oversize == []
    assert left_out.of_kind(company_db, "account").oversize == [
        Oversize(201, [("001C", "Zuidas Zorg")])
    ]

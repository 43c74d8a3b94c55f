import pytest

from dq.checks import all_checks
from dq.queries.cards import records
from dq.queries.review import findings
from dq.queries.review.findings import Filter

EVERY = tuple(all_checks())


def ids(rows):
    return [row.record_id for row in rows]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, 7),
        ({"state": "new"}, 1),
        ({"state": "returned"}, 0),
        ({"state": "earlier"}, 6),
        ({"state": "solved_now"}, 3),
        ({"state": "solved_before"}, 0),
        ({"text": "yildiz"}, 2),
        ({"text": "003C"}, 1),
        ({"account": "Zuidas"}, 4),
        ({"account": "001A"}, 2),
        ({"owner": "Bas Peters"}, 4),
        ({"owner": "Bas Peters", "text": "piet"}, 1),
        ({"owner": "Niemand"}, 0),
    ],
    ids=str,
)
def test_a_filter_counts_and_lists_the_same(company_db, given, found):
    chosen = Filter(EVERY, **given)
    assert findings.count(company_db, chosen) == found
    assert len(findings.page(company_db, chosen)) == found
    sql, parameters = findings.selected(company_db, chosen)
    assert len(company_db.execute(sql, parameters).fetchall()) == found


def test_the_order_of_the_checks_is_the_order_of_the_list(company_db):
    chosen = Filter(("missing_title", "leaver_still_approves"))
    assert ids(findings.page(company_db, chosen)) == ["003F", "003C"]


def test_pages_divide_the_list_without_overlap(company_db):
    chosen = Filter(EVERY)
    pages = [findings.page(company_db, chosen, number, size=3) for number in (1, 2, 3, 4)]
    keys = [row.key for rows in pages for row in rows]
    assert [len(rows) for rows in pages] == [3, 3, 1, 0]
    assert len(set(keys)) == 7


def test_a_finding_names_its_record_its_account_and_the_other(company_db):
    [row] = findings.page(company_db, Filter(("username_clash",), text="yildiz"))
    assert (row.name, row.account, row.other) == ("Fatima Yildiz", "Zuidas Zorg", "Zuidas Zorg")
    assert (row.contact_id, row.account_id, row.state) == ("003D", "001C", "earlier")


def test_a_finding_is_found_again_by_its_key(company_db):
    for row in findings.page(company_db, Filter(EVERY)):
        assert findings.one(company_db, row.key) == row


@pytest.mark.parametrize("key", ["", "a~b", "a~b~c~d", "missing_title~contact~003Z~"])
def test_a_wrong_key_finds_nothing(company_db, key):
    assert findings.one(company_db, key) is None


def test_a_relation_is_found_under_its_contact_and_account(company_db):
    company_db.execute(
        "insert into finding values"
        " ('duplicate_relation', 'relation', '07kA', '07kB', null, 2, 2, null, null, null, null,"
        " null)"
    )
    [row] = findings.page(company_db, Filter(("duplicate_relation",), account="Zuidas"))
    assert (row.name, row.contact_id, row.account_id) == ("Johanna van der Bergh", "003A", "001C")
    assert "duplicate_relation" in {
        one.check_id for one in findings.about(company_db, "contact", "003A")
    }


def test_about_a_card_are_its_own_findings_and_those_that_point_at_it(company_db):
    company_db.execute("delete from finding where record_id = '003E'")
    assert [one.record_id for one in findings.about(company_db, "contact", "003E")] == ["003D"]


def test_what_two_cards_say_of_each_other_stands_once_on_either(company_db):
    company_db.execute("delete from finding where check_id <> 'username_clash'")
    both = company_db.execute("select record_id, other_id from finding order by all").fetchall()
    assert both == [("003D", "003E"), ("003E", "003D")]
    for id in ("003D", "003E"):
        assert [one.record_id for one in findings.about(company_db, "contact", id)] == [id]


def test_owners_are_listed_once(company_db):
    assert findings.owners(company_db) == ["Bas Peters", "Karin de Wit"]


def test_the_source_row_is_what_the_export_said(company_db):
    company_db.execute("update main.contact set email = 'edited@x.example' where id = '003C'")
    assert records.source(company_db, "contact", "003C")["email"] == "piet@zuidas.example"


@pytest.mark.parametrize(("kind", "id"), [("contact", "003Z"), ("file", ".invalid"), ("x;", "")])
def test_there_is_no_source_row_of_what_is_not_a_record(company_db, kind, id):
    assert records.source(company_db, kind, id) == {}

"""What a team says of domains and names is in the facts, the checks, the groups and the search."""

from datetime import date

import company
import pytest

from dq import settings
from dq.commands import set as set_
from dq.commands import undo
from dq.commands.set import Set
from dq.judging import judge
from dq.judging.resident import Resident
from dq.queries.cards import advice


def person(id, first, email, account="a1", last=None):
    return {"id": id, "account_id": account, "first_name": first, "last_name": last or f"Bos{id}",
            "title": "Planner", "email": email, "username": email}  # fmt: skip


@pytest.fixture
def firm(db):
    """Three people at one domain of a company and two at another, and a slip of either."""
    company.insert(db, "account", [
        {"id": "a1", "name": "Acme", "website": "www.acme.nl"},
        {"id": "a2", "name": "Zeta"},
    ])  # fmt: skip
    company.insert(db, "contact", [
        *(person(f"c{n}", "Vera", f"vera{n}@acmebouw.nl") for n in range(12)),
        person("d1", "Bram", "bram@groepacme.nl"),
        person("e1", "Cees", "cees@acmebouv.nl"),
        person("f1", "Sjaak", "x1@zeta.nl", "a2", "Harbrinkhoek")
        | {"mobile": "0612345678"},
        person("f2", "Wubbo", "x2@zeta.nl", "a2", "Harbrinkhoek")
        | {"mobile": "0612345678"},
    ])  # fmt: skip
    company.loaded(db, 1, date(2026, 11, 23))
    judge.run(db)
    return db


def put(db, name, value):
    set_.run(db, Set(name, value), "vera")
    judge.refresh(db)


def back(db):
    [(id,)] = db.execute("select max(id) from change").fetchall()
    undo.run(db, undo.Undo(id), "vera")
    judge.refresh(db)


def found(db, check):
    rows = db.execute(
        "select record_id from open_finding where check_id = ? order by 1", [check]
    ).fetchall()
    return [id for (id,) in rows]


def test_a_domain_that_belongs_with_the_usual_one_fits(firm):
    assert found(firm, "email_other_domain") == ["d1"]
    put(firm, "domains_together", ["acmebouw.nl, groepacme.nl"])
    assert found(firm, "email_other_domain") == []
    assert settings.together(firm) == {"acmebouw.nl": "acmebouw.nl", "groepacme.nl": "acmebouw.nl"}
    back(firm)
    assert found(firm, "email_other_domain") == ["d1"]


def test_a_domain_that_belongs_with_the_website_s_fits(firm):
    put(firm, "domains_together", ["groepacme.nl = acme.nl"])
    assert found(firm, "email_other_domain") == []


def test_a_domain_that_belongs_with_the_usual_one_is_no_slip_of_it(firm):
    assert found(firm, "email_domain_typo") == ["e1"]
    put(firm, "domains_together", ["acmebouw.nl, acmebouv.nl"])
    assert found(firm, "email_domain_typo") == []
    assert found(firm, "email_other_domain") == ["d1"]
    back(firm)
    assert found(firm, "email_domain_typo") == ["e1"]


def test_a_domain_of_a_company_is_no_slip_of_a_provider(firm):
    firm.execute("update contact set email = 'bram@gmial.com' where id = 'd1'")
    judge.run(firm)
    assert found(firm, "email_domain_typo") == ["d1", "e1"]
    put(firm, "domains_together", ["gmial.com, gmial.nl"])
    assert found(firm, "email_domain_typo") == ["e1"]


def test_domains_of_one_company_are_the_usual_one_together(firm):
    firm.execute("update contact set email = id || '@other.nl' where id in ('c0', 'c1', 'c2')")
    firm.execute("update contact set email = id || '@third.nl' where id between 'c3' and 'c8'")
    judge.run(firm)
    assert advice.usual_domains(firm, "a1") == []
    put(firm, "domains_together", ["other.nl, third.nl"])
    assert advice.usual_domains(firm, "a1") == ["third.nl"]
    others = found(firm, "email_other_domain")
    assert "d1" in others and not {f"c{number}" for number in range(9)} & set(others)
    assert advice.of(firm, "new@other.nl", "a1").usual_domain is None
    assert advice.of(firm, "new@else.nl", "a1").usual_domain == "third.nl"


def evidence(db):
    rows = db.execute(
        "select evidence::varchar from (from pair union all by name from perhaps)"
        " where left_id = 'f1' and right_id = 'f2'"
    ).fetchall()
    return rows[0][0] if rows else ""


def test_call_names_are_in_the_evidence_and_in_the_search_at_once(firm):
    resident = Resident()
    resident.warm(firm)
    judge.refresh(firm, resident=resident)
    assert "nickname" not in evidence(firm)

    def likely():
        card = {"first_name": "Wubbo", "last_name": "Harbrinkhoek", "account_id": "a2"}
        bits = {one.id: one.bits for one in resident.lookup(firm, card)}
        return bits.get("f1", -99)

    before = likely()
    set_.run(firm, Set("nicknames", ["Sjaak = Wubbo"]), "vera")
    assert likely() > before  # before anybody judged
    judge.refresh(firm, resident=resident)
    assert "nickname" in evidence(firm)
    back(firm)
    assert "nickname" not in evidence(firm)
    assert likely() == before


def test_nothing_is_matched_for_a_setting_that_matching_does_not_read(firm, monkeypatch):
    monkeypatch.setattr(judge.duplicates, "run", lambda *_given: pytest.fail("matched"))
    put(firm, "tile_days", 3)
    put(firm, "check_missing_title", "off")
    put(firm, "free_mail_domains", ["gmail.com"])
    put(firm, "target_score", 0.9)


def test_nothing_is_judged_for_a_setting_that_changes_no_finding(firm):
    set_.run(firm, Set("target_score", 0.9), "vera")
    version = judge.version(firm)
    set_.run(firm, Set("sf_contact_title", "Functie__c"), "vera")
    assert judge.version(firm) == version == judge.judged(firm)[2]

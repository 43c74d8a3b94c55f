"""Rules and loads as small as can be, to judge by."""

from dataclasses import dataclass

from dq.judging import findings as check


@dataclass(frozen=True)
class Rule:
    id: str
    sql: str
    title: str = "A rule"
    record_kind: str = "contact"
    dimension: str = "validity"
    scope: str = "all"
    severity: str = "error"
    within: bool = False


NO_TITLE = Rule("no_title", "select id as record_id, null as other_id, phone as detail"
                " from contact where title is null")  # fmt: skip


def load(db, number, **titles):
    """A load after which these contacts exist, with or without a title."""
    db.execute("delete from contact")
    for id, title in titles.items():
        db.execute("insert into contact (id, title, status) values (?, ?, 'active')", [id, title])
    db.execute("insert into load (id) values (?)", [number])


def run(db, *rules, code="v1"):
    check.run(db, {rule.id: rule for rule in rules or (NO_TITLE,)}, code)


def exported(db, number, **titles):
    """The same load, as Salesforce has it as well."""
    load(db, number, **titles)
    db.execute("delete from upstream.contact")
    db.execute("insert into upstream.contact by name select * exclude (version) from main.contact")

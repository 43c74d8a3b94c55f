"""Whatever columns the exports lack, everything is judged, and nothing is called missing for it."""

import csv
import json
import random
from contextlib import suppress
from datetime import date
from itertools import combinations

import company
import pytest
import template

from dq import settings
from dq.checks import all_checks
from dq.cli.load import load_files
from dq.errors import Invalid
from dq.handover.lists.findings import OPEN, listed
from dq.handover.lists.tables import TABLES
from dq.judging import duplicates, facts, findings
from dq.queries.review import left_out, overview
from dq.reading import vocabulary

# Checks that say of a record that something is not there, or what only an absence tells.
ABSENCE = {
    "account_not_found", "contact_without_account", "general_card_missing", "leaver_active_in_bc",
    "leaver_can_log_in", "leaver_without_successor", "missing_email", "missing_name",
    "missing_title", "project_without_approver", "shared_mailbox_on_person", "username_missing",
    "inactive_in_bc_active_here", "username_lookalike",
}  # fmt: skip
# Without these a row means nothing and is refused, so no store has it.
NEEDED = {
    (name, field) for name, thing in vocabulary.objects().items() for field in ("id", *thing.needs)
}
FILLING = {
    "account": company.ACCOUNTS,
    "contact": company.CONTACTS,
    **company.OTHERS,
}


def columns(db):
    """The fields of each object of which some row has one."""
    found = {}
    for table in vocabulary.objects():
        named = db.execute(
            "select column_name from duckdb_columns()"
            " where schema_name = 'upstream' and table_name = ? order by column_index",
            [table],
        ).fetchall()
        found[table] = [name for (name,) in named]
    return found


@pytest.fixture(scope="module")
def whole():
    """The company, as if every column of every object had been exported; what is found in it."""
    db = template.fresh()
    for table, rows in FILLING.items():
        company.insert(db, table, rows)
    files = [{"object": name, "fields": fields[1:]} for name, fields in columns(db).items()]
    db.execute("insert into load values (1, now(), '2026-11-23', 'x', ?)", [json.dumps(files)])
    settings.apply(db)
    yield db, judged(db)
    db.close()


def judged(db):
    """What is found, once nothing was left out and no check failed."""
    facts.refresh(db)
    duplicates.run(db)
    findings.run(db, all_checks(), "x")
    assert overview.failed(db) == []
    assert not left_out.of_kind(db, "contact").unread + left_out.of_kind(db, "account").unread
    rows = db.execute("select check_id, record_id from finding where solved_load is null")
    return set(rows.fetchall())


def lists(db):
    """Every list that can be downloaded."""
    ids = list(all_checks())
    for table in TABLES.values():
        db.execute(table.sql, {"checks": ids, "titles": ids} if table.named else {}).fetchall()
    parameters = {"checks": ids, "titles": ids, "severities": ids, "actions": ids}
    db.execute(listed(OPEN), parameters).fetchall()


def without(db, dropped, value="null", named=False):
    """What is found with these columns (object, field) made `value`; the store is then as it was.

    :param named: the files had the columns all the same
    """
    db.execute("create or replace temp table kept_load as from load")
    for name in {name for name, _ in dropped}:
        fields = [field for table, field in dropped if table == name]
        db.execute(f"create or replace temp table kept_{name} as from main.{name}")
        changed = ", ".join(f"{field} = {value}" for field in fields)
        db.execute(f"update main.{name} set {changed}")
    if not named:
        [(files,)] = db.execute("select files from load").fetchall()
        files = json.loads(files)
        for file in files:
            gone = {field for table, field in dropped if table == file["object"]}
            file["fields"] = [field for field in file["fields"] if field not in gone]
        db.execute("update load set files = ?", [json.dumps(files)])
    try:
        found = judged(db)
        lists(db)
        return found
    finally:
        db.execute("delete from load; insert into load from kept_load")
        for name in {name for name, _ in dropped}:
            db.execute(f"delete from main.{name}; insert into main.{name} from kept_{name}")


def together(size):
    """So many sets of columns, one of each object, in which each column of each object is once."""
    db = template.fresh()
    fields = {
        name: [field for field in named if (name, field) not in NEEDED]
        for name, named in columns(db).items()
    }
    db.close()
    return [
        [(name, named[turn % len(named)]) for name, named in fields.items()] for turn in range(size)
    ]


SINGLE = together(18)


@pytest.mark.parametrize("dropped", SINGLE, ids=lambda one: f"{one[1][1]}")
def test_a_column_that_no_file_had_makes_nothing_missing(whole, dropped):
    db, before = whole
    new = {found for found in without(db, dropped) - before if found[0] in ABSENCE}
    # Whoever left is in service where no file says otherwise, and so has what a card lacks.
    left = {card["id"] for card in company.CONTACTS if card.get("status") == "left"}
    if ("contact", "status") in dropped:
        new = {(check, record) for check, record in new if record not in left}
    assert new == set()


@pytest.mark.parametrize("value", ["null", "'1'"], ids=["empty", "constant"])
@pytest.mark.parametrize("dropped", SINGLE[::2], ids=lambda one: f"{one[1][1]}")
def test_a_column_may_be_empty_or_constant(whole, dropped, value):
    db, _ = whole
    texts = {
        (table, column)
        for table, column in db.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'main'"
            " and data_type = 'VARCHAR'"
        ).fetchall()
    }
    chosen = [one for one in dropped if value == "null" or one in texts]
    without(db, chosen, value, named=True)


def halves(names, seed):
    """Sets of about half of the names, in which each two are together once, and once apart."""
    chance = random.Random(seed)
    wanted = {(a, b, apart) for a, b in combinations(names, 2) for apart in (True, False)}
    found = []
    while wanted:
        some = {name for name in names if chance.random() < 0.5}
        met = {
            (a, b, apart)
            for a, b, apart in wanted
            if (a in some and b in some and not apart) or (apart and (a in some) != (b in some))
        }
        if met:
            found.append(some)
            wanted -= met
    return found


def test_any_two_columns_may_be_missing_whatever_else_is(whole):
    db, _ = whole
    names = [
        (name, field)
        for name, named in columns(db).items()
        for field in named
        if (name, field) not in NEEDED
    ]
    sets = halves(names, 1)
    assert len(sets) < 40
    for dropped in sets:
        without(db, sorted(dropped))


HEADERS = {
    "contact": "Id AccountId FirstName LastName Title Email Phone MobilePhone Username__c Status",
    "account": "Id Name ParentId Phone Website BillingStreet BillingPostalCode BillingCity",
}
ROWS = {
    "contact": "{n} A{n} Jan Bos{n} Planner jan{n}@x.example 030123456{n} 061234567{n} j{n} Actief",
    "account": "A{n} Firma{n} A0 030123456{n} x.example Weg{n} 1234AB Utrecht",
}


@pytest.mark.parametrize("name", HEADERS)
def test_files_without_any_two_columns_load(tmp_path, name):
    """Refused in words or loaded; the key and what a row needs are among the two."""
    headers = HEADERS[name].split()
    rows = [ROWS[name].format(n=n).split() for n in range(1, 5)]
    for number, gone in enumerate(combinations(range(1, len(headers)), 2)):
        kept = [place for place in range(len(headers)) if place not in gone]
        path = tmp_path / f"{name}s{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([row[place] for place in kept] for row in [headers, *rows])
    with template.fresh() as db:
        for path in sorted(tmp_path.glob("*.csv")):
            with suppress(Invalid):
                load_files(db, [path], date(2026, 11, 23))
        [(cards,)] = db.execute(f"select count(*) from main.{name}").fetchall()
        assert cards == 4

"""Whatever stands in any column of any object, it is judged, matched, searched and kept ready."""

import logging

import pytest

from dq.cli import serve
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.judging import judge
from dq.judging.resident import Resident
from dq.matching import pipeline
from dq.matching.values import name_cells
from dq.queries.review import left_out, overview
from dq.reading import vocabulary
from dq.store import opening

VALUES = [
    "\u2028", "\u2029", "\u2003", "\u3000", "\u00a0", "\u0085", "\u000b", "\u000c", "\u001c",
    "\u200b", "\u200d", "\ufeff",
    "\u202e", "\u0007", "\u0000", "\u0301", "\u0301\u0301", "\ufe0f", "\u20e3", "\u0345", "\u1160",
    " ", "\t", "\n", "\r\n", "", "a\u2028b", "é\u2028", "👩‍👩‍👧‍👦", "🙂 🙂", "אבג", "مرحبا بالعالم",
    "李小龍", "İ", "ﬁ", "K", "²", "½", "٣", "ij", "-", "...", "'", '"', "%", "_", "\\", ",", ", ",
    "'; drop table contact; --", "1e400", "9" * 400, "-0", "NaN", "{}", "[", "(?", "@", "a@", "@a",
    "a@b@c", "a@[1.2.3.4]", ".invalid", "mailto:", "+", "+" * 50, "06", "0" * 20, "xn--a",
    "a@xn--0", "van", "de heer", "jr", ".", "&", "b.v.", "http://", "http://[", "\ufffd",
    "\ue000\ufffe\uffff",
    "x" * 100_000, "é" * 50_000, "a " * 30_000, "@" * 20_000, "1" * 100_000,
]  # fmt: skip
BLANKS = ["\u2028", "\u2003", "\u3000", "\u000b", "\u00a0", "\u0085", "\u200b", "", " ", "\u0301"]


def fill(db, size):
    """So many cards with all that hangs on them, two and two alike."""
    db.execute("insert into load (id, exported, files) values (1, '2026-11-23', '[]')")
    db.execute(
        """
        insert into account (id, name, phone, website, street, postal_code, city, owner, version)
        select format('a{:03}', n), 'Firma ' || (n // 2), format('030 12345{:02}', n % 100),
            'www.firma.example', 'Weg ' || n, '1234 AB', 'Utrecht', 'Vera', 1
        from range($size) as r(n);
        insert into contact (
            id, account_id, first_name, last_name, title, email, phone, mobile, username, status,
            postal_code, city, version
        )
        select format('c{:03}', n), format('a{:03}', n // 8), 'Jan', 'Bakker' || (n // 2),
            'Planner', format('jan{}@firma.example', n // 2), '030 1234567',
            format('06 12345{:03}', n // 2), format('jan{}@firma.example', n), 'active',
            '1234 AB', 'Utrecht', 1
        from range($size) as r(n);
        insert into relation (id, account_id, contact_id, roles, active, version)
        select format('r{:03}', n), format('a{:03}', n // 8), format('c{:03}', n), 'x', true, 1
        from range($size) as r(n);
        insert into portal_user (id, username, contact_id, active, version)
        select format('u{:03}', n), format('jan{}@firma.example', n), format('c{:03}', n), true, 1
        from range($size) as r(n);
        insert into project (id, name, account_id, status, version)
        select format('p{:03}', n), 'P' || n, format('a{:03}', n // 8), 'active', 1
        from range($size) as r(n);
        insert into approval (id, project_id, contact_id, kind, active, version)
        select format('x{:03}', n), format('p{:03}', n), format('c{:03}', n), 'hours', true, 1
        from range($size) as r(n);
        insert into bc_contact (id, salesforce_id, name, email, company_number, blocked, version)
        select format('b{:03}', n), format('c{:03}', n), 'Jan', format('jan{}@firma.example', n),
            '1', false, 1
        from range($size) as r(n);
        """.replace("$size", str(size))
    )


def texts(db, table):
    rows = db.execute(
        "select column_name from duckdb_columns() where schema_name = 'main' and table_name = ?"
        " and data_type = 'VARCHAR' order by column_index",
        [table],
    ).fetchall()
    return [name for (name,) in rows]


def works(db, caplog):
    """Everything that a server does with its store, without a check or a record left out."""
    with caplog.at_level(logging.WARNING, logger="kaartenbak"):
        judge.run(db, resident=Resident())
        resident = Resident()
        resident.warm(db)
        for text in ("bakker7", "jan7@firma.example", "030 1234567", "\u2028", "firma bakker"):
            resident.find(db, text)
            resident.lookup(db, {"first_name": text, "last_name": text, "email": text})
            resident.accounts(db, text)
    assert [record.message for record in caplog.records if record.name == "kaartenbak"] == []
    assert overview.failed(db) == []
    assert left_out.of_kind(db, "contact").unread == []
    assert left_out.of_kind(db, "account").unread == []
    return resident


@pytest.mark.parametrize("table", vocabulary.objects())
def test_any_value_in_any_column(db, table, caplog):
    fill(db, len(VALUES))
    ids = [id for (id,) in db.execute(f"select id from {table} order by id").fetchall()]
    columns = [name for name in texts(db, table) if name != "id"]
    for place, id in enumerate(ids):
        # Each value in each column once, beside other ones; in one row the same everywhere.
        row = [VALUES[(place + 7 * at) % len(VALUES)] for at in range(len(columns))]
        row = [VALUES[0]] * len(columns) if not place else row
        named = ", ".join(f"{name} = ?" for name in columns)
        db.execute(f"update {table} set {named} where id = ?", [*row, id])
    works(db, caplog)


def test_any_value_as_a_key(db, caplog):
    fill(db, len(VALUES))
    for table in vocabulary.objects():
        ids = [id for (id,) in db.execute(f"select id from {table} order by id").fetchall()]
        for id, value in zip(ids, VALUES, strict=True):
            db.execute(f"update {table} set id = ? where id = ?", [value, id])
    works(db, caplog)


@pytest.mark.parametrize("column", ["first_name", "last_name"])
@pytest.mark.parametrize("all", [True, False], ids=["all", "one"])
def test_a_name_of_a_blank_alone(db, column, all, caplog):
    fill(db, len(BLANKS) + 6)
    for place, blank in enumerate(BLANKS):
        db.execute(f"update contact set {column} = ? where id = ?", [blank, f"c{place:03}"])
    if all:
        db.execute(f"update contact set {column} = ?", ["\u2028"])
    resident = works(db, caplog)
    edit(db, Edit("c014", 1, {"title": "Inkoper"}), "vera")
    judge.run(db, resident=resident)
    assert resident.find(db, "jan14@firma.example")[0].id == "c014"


def stumbles(monkeypatch, word):
    """Let reading a last name fail on one word, as an unknown fault would."""
    real = name_cells.surname

    def surname(text, *rest):
        if text == word:
            raise ValueError("odd")
        return real(text, *rest)

    monkeypatch.setattr(name_cells, "surname", surname)


def test_a_card_that_cannot_be_read_is_left_out_and_named(db, monkeypatch):
    fill(db, 40)
    db.execute("update contact set last_name = 'Boem' where id = 'c007'")
    stumbles(monkeypatch, "Boem")
    resident = Resident()
    judge.run(db, resident=resident)
    assert left_out.of_kind(db, "contact").unread == [("c007", "Jan Boem")]
    pairs = db.execute(
        "select left_id, right_id from pair where record_kind = 'contact'"
    ).fetchall()
    assert ("c004", "c005") in pairs
    assert "c007" not in {id for pair in pairs for id in pair}
    assert [hit.id for hit in resident.find(db, "jan4@firma.example")][0] in (
        "c004",
        "c008",
        "c009",
    )


def test_a_card_that_becomes_unreadable_is_left_out_of_what_is_searched(db, monkeypatch):
    fill(db, 40)
    resident = Resident()
    judge.run(db, resident=resident)
    stumbles(monkeypatch, "Boem")
    edit(db, Edit("c007", 1, {"last_name": "Boem"}), "vera")
    assert resident.find(db, "jan20@firma.example")
    judge.run(db, resident=resident)
    assert left_out.of_kind(db, "contact").unread == [("c007", "Jan Boem")]


def test_a_server_starts_with_a_store_that_cannot_be_judged(tmp_path, monkeypatch, caplog):
    db = opening.connect(tmp_path / "s.duckdb")
    fill(db, 4)
    monkeypatch.setattr(pipeline, "match", lambda *_, **__: 1 / 0)
    serve.prepare(db)
    assert "could not be judged" in caplog.text
    db.close()

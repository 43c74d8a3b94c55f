"""A store whose log is lost, cut or damaged says so once, and is not made worse."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dq.commands import acknowledge
from dq.errors import Damaged
from dq.queries.settings import notices
from dq.store import faults, logs, opening

ROOT = Path(__file__).parents[2]
# Ten cards are made and filled, and the process ends without a close.
UNCLEAN = """
import os, sys
from dq.store import door, opening
db = opening.connect(sys.argv[1])
for number in range(10):
    with door.writing(db, "create", "anna") as ledger:
        ledger.insert("contact", {"id": str(number), "last_name": "Jansen"})
    with door.writing(db, "edit", "anna") as ledger:
        ledger.update("contact", str(number), {"phone": "1"})
os._exit(0)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The files of a store that was not closed: itself, its log, and what was confirmed last."""
    path = tmp_path_factory.mktemp("killed") / "store.duckdb"
    subprocess.run(
        [sys.executable, "-c", UNCLEAN, str(path)], cwd=ROOT, check=True, timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return {end: Path(f"{path}{end}").read_bytes() for end in ("", ".wal", ".last")}


@pytest.fixture
def path(tmp_path, killed):
    for end, content in killed.items():
        Path(f"{tmp_path / 'store.duckdb'}{end}").write_bytes(content)
    return tmp_path / "store.duckdb"


def phones(db):
    return db.execute("select count(*), count(phone) from contact").fetchall()[0]


def said(db):
    return [notice.message for notice in notices.unread(db)]


def test_a_log_that_is_there_is_followed_and_nothing_said(path):
    with opening.connect(path) as db:
        assert phones(db) == (10, 10)
        assert said(db) == []


@pytest.mark.parametrize("travels", [True, False], ids=["store", "store-file-alone"])
def test_a_store_without_its_log_says_so(path, travels):
    logs.of(path).unlink()
    if not travels:
        Path(f"{path}.last").unlink()
    with opening.connect(path) as db:
        assert phones(db) == (0, 0)
        assert said(db) == [logs.LOST]
    with opening.connect(path) as db:
        assert said(db) == [logs.LOST]  # until somebody has read it, and once only


@pytest.mark.parametrize(
    "content", [b"", b"rubbish" * 900, bytes(5000)], ids=["empty", "text", "0"]
)
def test_a_log_that_is_none_says_so_and_is_kept(path, content):
    logs.of(path).write_bytes(content)
    with opening.connect(path) as db:
        assert said(db) == [logs.LOST]
    if content:
        [kept] = (path.parent / "backup").iterdir()
        assert kept.read_bytes() == content


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_log_that_is_cut_short_says_so(path, killed, share):
    logs.of(path).write_bytes(killed[".wal"][: int(share * len(killed[".wal"]))])
    with opening.connect(path) as db:
        cards, filled = phones(db)
        assert cards - filled in (0, 1)
        assert cards + filled < 20
        assert said(db) == [logs.CUT]


def test_a_damaged_log_is_refused_with_a_sentence_and_left_alone(path, killed):
    content = bytearray(killed[".wal"])
    content[len(content) // 2] ^= 255
    logs.of(path).write_bytes(content)
    for _ in range(2):
        with pytest.raises(Damaged, match="The log beside .* is damaged"):
            opening.connect(path)
    assert logs.of(path).read_bytes() == content


def test_what_is_said_goes_once_it_was_read_and_stays_in_the_history(path):
    logs.of(path).unlink()
    with opening.connect(path) as db:
        [notice] = notices.unread(db)
        acknowledge.run(db, acknowledge.Acknowledge(notice.moment), "anna")
        assert said(db) == []
        [(told,)] = db.execute("select told from change where command = 'acknowledge'").fetchall()
        assert json.loads(told)["said"][0][0] == logs.LOST


def test_a_store_that_was_closed_has_no_log_and_says_nothing(path):
    with opening.connect(path) as db:
        opening.close(db)
    assert not logs.of(path).exists()
    with opening.connect(path) as db:
        assert said(db) == []


@pytest.mark.parametrize(
    ("start", "error"),
    [(0, faults.DAMAGED), (8, faults.DAMAGED), (13000, faults.DAMAGED), (40000, faults.DAMAGED)],
)
def test_ones_own_store_with_a_damaged_page_is_damaged(path, killed, start, error):
    content = bytearray(killed[""])
    for place in range(start, start + 64):
        content[place] ^= 255
    path.write_bytes(content)
    with pytest.raises(Damaged) as raised, opening.connect(path) as db:
        for (table,) in db.execute("select table_name from duckdb_tables()").fetchall():
            db.execute(f"select count(*), any_value(columns(*)) from {table}").fetchall()
    assert raised.value.message == error
    assert path.read_bytes() == content

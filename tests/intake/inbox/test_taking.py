"""What becomes of what lies in the inbox, good, half, hostile and doubtful; and of a stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from arriving import PEOPLE, Arriving, accounts, contacts, zipped

from dq.errors import Full, Invalid, NotFound
from dq.intake import inbox
from dq.intake.inbox import places, taking
from dq.store import opening

ROOT = Path(__file__).parents[3]


def count(db, table="contact"):
    return db.execute(f"select count(*) from {table}").fetchall()[0][0]


def loads(db):
    return db.execute("select actor from load order by id").fetchall()


def take(db, arriving, **how):
    return inbox.take(db, arriving.box, **how)


def first_week(db, arriving):
    arriving.put("contacts.csv", contacts())
    arriving.put("accounts.csv", accounts())
    return take(db, arriving)


def test_an_empty_inbox_is_nothing_to_do(db, arriving):
    assert take(db, arriving) is None
    assert loads(db) == []


def test_the_files_are_loaded_as_one_export_and_judged(db, arriving):
    taken = first_week(db, arriving)
    assert (taken.state, taken.files) == ("done", ("accounts.csv", "contacts.csv"))
    assert loads(db) == [("inbox",)]
    assert (count(db), count(db, "account")) == (PEOPLE, 1)
    assert count(db, "judged") == 1
    assert arriving.box.came() == []
    assert arriving.all_names(arriving.box.done) == ["accounts.csv", "contacts.csv"]
    log = (arriving.box.done / taken.name / places.LOG).read_text()
    assert f"contacts.csv: contact: {PEOPLE} new" in log


def test_what_follows_a_load_is_done_in_place_of_judging_and_not_while_it_waits(db, arriving):
    done = []

    def after(db):
        done.append(count(db, "load") - len(done))
        assert count(db, "judged") == 0

    arriving.put("contacts.csv", contacts())
    arriving.put("accounts.csv", accounts())
    assert take(db, arriving, after=after).state == "done" and done == [1]
    arriving.put("contacts.csv", contacts(title="Inkoper"))
    held = take(db, arriving, after=after)
    assert held.state == "waiting" and done == [1]
    assert inbox.take_held(db, arriving.box, held.name, after).state == "done" and done == [1, 1]


def test_the_day_is_that_of_the_newest_file(db, arriving):
    path = arriving.put("contacts.csv", contacts())
    os.utime(path, (time.mktime((2026, 11, 23, 12, 0, 0, 0, 0, -1)),) * 2)
    take(db, arriving)
    assert str(db.execute("select exported from load").fetchall()[0][0]) == "2026-11-23"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.zip", b"PK\x03\x04 and no more"),
        ("cut.xlsx", zipped(contacts=contacts())[:200]),
        ("empty.csv", b""),
        ("noise.csv", bytes(range(256)) * 40),
        ("report.csv", "Verkoop\n1\n2\n"),
        ("contacts.csv.part", contacts()),
    ],
)
def test_a_file_that_cannot_be_loaded_fails_with_the_reason_and_the_others_go(
    db, arriving, name, content
):
    arriving.put(name, content)
    taken = first_week(db, arriving)
    assert taken.state == "done"
    assert count(db) == PEOPLE
    failed = arriving.box.held(arriving.box.failed)
    lines = (arriving.box.done / taken.name / places.LOG).read_text()
    told = [str(one) for held in failed for one in held.reasons] + [lines]
    assert any(name in line for line in told)
    everywhere = arriving.all_names(arriving.box.failed) + arriving.all_names(arriving.box.done)
    assert sorted(everywhere) == sorted([name, "accounts.csv", "contacts.csv"])


def test_nothing_but_bad_files_changes_nothing(db, arriving):
    arriving.put("noise.csv", bytes(range(256)) * 40)
    taken = take(db, arriving)
    assert taken.state == "failed"
    assert taken.lines
    assert loads(db) == []
    assert arriving.all_names(arriving.box.failed) == ["noise.csv"]


DOUBTFUL = {
    "gone": contacts(PEOPLE - 4),
    "changed": contacts(title="Anders"),
    "cut": contacts()[:-60],
}


@pytest.mark.parametrize("what", DOUBTFUL)
def test_what_is_doubtful_waits_for_a_person(db, arriving, what):
    first_week(db, arriving)
    before = db.execute("from main.contact order by id").fetchall()
    arriving.put("contacts.csv", DOUBTFUL[what])
    taken = take(db, arriving)
    assert taken.state == "waiting"
    assert db.execute("from main.contact order by id").fetchall() == before
    [held] = arriving.box.held(arriving.box.waiting)
    assert held.files == ("contacts.csv",)
    assert held.reasons
    assert take(db, arriving) is None  # it is not tried again by itself


def test_what_waited_is_loaded_when_somebody_says_so(db, arriving):
    first_week(db, arriving)
    arriving.put("contacts.csv", DOUBTFUL["gone"])
    name = take(db, arriving).name
    assert inbox.take_held(db, arriving.box, name).state == "done"
    assert count(db) == PEOPLE - 4
    assert arriving.box.held(arriving.box.waiting) == []
    with pytest.raises(NotFound):
        inbox.take_held(db, arriving.box, name)


def test_who_says_that_it_is_right_loaded_it(db, arriving):
    first_week(db, arriving)
    arriving.put("contacts.csv", DOUBTFUL["gone"])
    inbox.take_held(db, arriving.box, take(db, arriving).name, actor="Vera")
    assert loads(db) == [("inbox",), ("Vera",)]
    assert not list(arriving.box.root.rglob("who.txt"))


def test_what_waited_can_be_set_aside(db, arriving):
    first_week(db, arriving)
    arriving.put("contacts.csv", DOUBTFUL["gone"])
    name = take(db, arriving).name
    inbox.drop(db, arriving.box, name, "Vera")
    assert arriving.all_names(arriving.box.failed) == ["contacts.csv"]
    assert "Vera" in str(arriving.box.held(arriving.box.failed)[0].reasons[0])
    with pytest.raises(NotFound):
        inbox.drop(db, arriving.box, name, "Vera")


@pytest.mark.parametrize("seen_to", ["load", "drop"])
def test_what_somebody_else_put_beside_it_is_not_taken_away(db, arriving, seen_to):
    first_week(db, arriving)
    arriving.put("contacts.csv", DOUBTFUL["gone"])
    take(db, arriving)
    [held] = arriving.box.held(arriving.box.waiting)
    kept = arriving.box.waiting / held.name / "of mine" / "notes.txt"
    kept.parent.mkdir()
    kept.write_text("mine")
    if seen_to == "load":
        inbox.take_held(db, arriving.box, held.name)
    else:
        inbox.drop(db, arriving.box, held.name, "Vera")
    assert kept.read_text() == "mine"
    assert arriving.box.held(arriving.box.waiting) == []


def test_what_a_stop_left_half_is_put_right_before_what_waited_lands(db, arriving):
    first_week(db, arriving)
    arriving.put("contacts.csv", DOUBTFUL["gone"])
    name = take(db, arriving).name
    arriving.put("accounts.csv", accounts().replace("Delft", "Leiden"))
    places.move(arriving.box.ready(), arriving.box.taking, places.stamp())
    inbox.take_held(db, arriving.box, name)
    take(db, arriving)
    assert db.execute("select city from account").fetchall() == [("Leiden",)]


@pytest.mark.parametrize("name", ["..", "../done", "x", "20261129-100000-000000"])
def test_only_what_waits_can_be_named(db, arriving, name):
    with pytest.raises(NotFound):
        inbox.take_held(db, arriving.box, name)


def test_sure_loads_what_is_doubtful(db, arriving):
    first_week(db, arriving)
    arriving.put("contacts.csv", DOUBTFUL["gone"])
    assert take(db, arriving, sure=True).state == "done"


def test_answers_of_salesforce_are_no_export(db, arriving):
    arriving.put("success.csv", "ID,SUCCESS,STATUS\n003000000000001,1,Item Updated\n")
    first_week(db, arriving)
    assert arriving.all_names(arriving.box.failed) == ["success.csv"]


def test_nothing_but_answers_of_salesforce_says_where_to_read_them(db, arriving):
    arriving.put("success.csv", "ID,SUCCESS,STATUS\n003000000000001,1,Item Updated\n")
    taken = take(db, arriving)
    assert taken.state == "failed"
    assert "on the page Results" in taken.lines[0]


def test_what_became_doubtful_as_it_was_read_waits(db, arriving, monkeypatch):
    def doubtful(*_):
        raise Invalid("{file} is doubtful by now.", file="contacts.csv")

    monkeypatch.setattr(taking, "load", doubtful)
    assert first_week(db, arriving).state == "waiting"


def test_a_full_disk_loses_nothing(db, arriving, monkeypatch):
    def full(*_):
        raise Full("The disk is full.")

    monkeypatch.setattr(taking, "load", full)
    assert first_week(db, arriving).state == "waiting"
    monkeypatch.undo()
    [held] = arriving.box.held(arriving.box.waiting)
    assert inbox.take_held(db, arriving.box, held.name).state == "done"


def test_a_fault_of_ours_is_told_with_a_reference(db, arriving, monkeypatch):
    monkeypatch.setattr(taking, "load", lambda *_: 1 / 0)
    taken = first_week(db, arriving)
    assert taken.state == "failed"
    assert "reference" in taken.lines[0]
    assert "division" not in taken.lines[0]


def test_a_stop_before_it_landed_lets_it_come_again(db, arriving):
    arriving.put("contacts.csv", contacts())
    places.move(arriving.box.ready(), arriving.box.taking, places.stamp())
    take(db, arriving)
    assert count(db) == PEOPLE
    assert loads(db) == [("inbox",)]


def test_a_stop_after_it_landed_loads_nothing_twice(db, arriving, monkeypatch):
    arriving.put("contacts.csv", contacts())

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(taking.judge, "refresh", stop)
    with pytest.raises(KeyboardInterrupt):
        take(db, arriving)
    monkeypatch.undo()
    after = []
    assert take(db, arriving, after=after.append) is None
    assert after == [db]
    assert loads(db) == [("inbox",)]
    assert arriving.all_names(arriving.box.done) == ["contacts.csv"]
    assert list(arriving.box.taking.iterdir()) == []


def test_a_stop_is_put_right_before_what_waited_is_loaded(db, arriving):
    first_week(db, arriving)
    arriving.put("contacts.csv", DOUBTFUL["gone"])
    waiting = take(db, arriving)
    folder = arriving.box.taking / places.stamp()
    places.move([arriving.put("more.csv", contacts(2, first=90))], folder.parent, folder.name)
    inbox.take_held(db, arriving.box, waiting.name)
    assert [path.name for path in arriving.box.came()] == ["more.csv"]


def test_what_is_no_folder_among_what_is_being_loaded_is_left_alone(db, arriving):
    arriving.box.taking.mkdir()
    (arriving.box.taking / ".DS_Store").write_text("of a file manager")
    arriving.put("contacts.csv", contacts())
    assert take(db, arriving).state == "done"


@pytest.mark.parametrize("content", [contacts(), "rubbish"])
def test_a_name_in_another_encoding_stops_nothing(db, arriving, content):
    arriving.put(os.fsdecode(b"Lijst caf\xe9.csv"), content)
    taken = take(db, arriving)
    assert taken.state == ("done" if content == contacts() else "failed")
    assert arriving.box.begun() == []


def test_what_came_again_meanwhile_is_not_written_over(db, arriving):
    arriving.put("contacts.csv", contacts())
    places.move(arriving.box.ready(), arriving.box.taking, places.stamp())
    arriving.put("contacts.csv", contacts(PEOPLE + 1))
    take(db, arriving)
    assert count(db) == PEOPLE + 1
    assert arriving.all_names(arriving.box.failed) == ["contacts.csv"]


TAKE = """
import sys
from pathlib import Path
from dq.__main__ import main
from dq.intake.inbox import places
places.QUIET = 0.0
sys.exit(main(["inbox", "--store", sys.argv[1]]))
"""


def begin(arriving):
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", TAKE, str(arriving.store)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_of_two_processes_one_loads(tmp_path):
    arriving = Arriving(tmp_path)
    arriving.put("contacts.csv", contacts())
    both = [begin(arriving) for _ in range(2)]
    for one in both:
        one.communicate(timeout=120)
    assert 0 in {one.returncode for one in both}
    with opening.connect(arriving.store) as db:
        take(db, arriving)
        assert (loads(db), count(db)) == ([("inbox",)], PEOPLE)
    assert arriving.all_names(arriving.box.done) == ["contacts.csv"]


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.2, 1.8, 2.6])
def test_a_kill_at_any_moment_loses_and_doubles_nothing(tmp_path, seconds):
    arriving = Arriving(tmp_path)
    arriving.put("contacts.csv", contacts(400))
    arriving.put("accounts.csv", accounts())
    running = begin(arriving)
    time.sleep(seconds)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    with opening.connect(arriving.store) as db:
        for _ in range(2):
            take(db, arriving)
        assert (loads(db), count(db)) == ([("inbox",)], 400)
    assert arriving.all_names(arriving.box.done) == ["accounts.csv", "contacts.csv"]
    assert arriving.box.came() == []

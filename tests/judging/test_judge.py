"""Judging: when it is due, and that one call does everything."""

import json
import threading
import time
from datetime import date

from dq import intake
from dq.intake.landing import load
from dq.judging import judge


def add(db, id, **values):
    row = {"id": id, "first_name": "Vera", "last_name": "Bos", "title": "Planner", **values}
    names, places = ", ".join(row), ", ".join("?" for _ in row)
    db.execute(f"insert into contact ({names}) values ({places})", list(row.values()))


def found(db):
    return {
        (check_id, record_id)
        for check_id, record_id in db.execute(
            "select check_id, record_id from finding where solved_load is null"
        ).fetchall()
    }


def test_one_call_fills_facts_and_findings(db):
    add(db, "a", email="vera@gmial.com", phone="0612", account_id="x")
    judge.run(db)
    assert found(db) == {("email_domain_typo", "a"), ("invalid_phone", "a")}


def test_a_store_that_was_never_judged_is_stale(db):
    assert judge.stale(db)
    assert judge.refresh(db)
    assert not judge.stale(db)
    assert not judge.refresh(db)


def test_a_load_makes_it_stale(db):
    judge.run(db)
    db.execute("insert into load (id) values (1)")
    assert judge.stale(db)


def test_an_edit_makes_it_stale(db):
    judge.run(db)
    db.execute("insert into change (id, actor, command, edits) values (1, 'vera', 'link', '[]')")
    assert judge.stale(db)


def test_a_setting_makes_it_stale_and_holds_in_the_next_judgement(db):
    add(db, "a", email="keuken@acme.example", account_id="x")
    judge.run(db)
    assert found(db) == set()
    db.execute("insert into setting values ('mailbox_words', ?)", [json.dumps(["keuken"])])
    assert judge.stale(db)
    judge.run(db)
    assert found(db) == {("shared_mailbox_on_person", "a")}


def test_a_setting_about_values_is_asked_again(db):
    add(db, "a", email="vera@acne.nl", account_id="x")
    judge.run(db)
    assert found(db) == set()
    db.execute("insert into setting values ('typo_targets', ?)", [json.dumps(["acme.nl"])])
    judge.run(db)
    assert found(db) == {("email_domain_typo", "a")}


def test_other_code_makes_it_stale(db, monkeypatch):
    judge.run(db)
    monkeypatch.setattr(judge, "_code", lambda: "newer")
    assert judge.stale(db)


def put_back_a_day(db):
    db.execute("update judged set day = day - 1, seconds = 60")


def test_another_day_makes_it_stale(db):
    judge.run(db)
    put_back_a_day(db)
    assert judge.stale(db)
    assert judge.refresh(db)
    assert not judge.stale(db)


def test_another_day_asks_the_rules_alone(db, monkeypatch):
    """A tile that waits is found; libraries and matching are not asked again."""
    judge.run(db)
    db.execute(
        "insert into tile (id, contact_id, made) values ('t', 'a', current_date - interval 8 day)"
    )
    db.execute("insert into step (id, tile_id) values ('s', 't')")
    put_back_a_day(db)
    monkeypatch.setattr(judge.facts, "refresh", None)
    monkeypatch.setattr(judge.duplicates, "run", None)
    assert judge.refresh(db)
    assert found(db) == {("tile_overdue", "a")}
    assert judge.seconds(db) == 60


def test_an_edit_on_another_day_asks_everything(db):
    add(db, "a", email="vera@acme.example", account_id="x")
    judge.run(db)
    put_back_a_day(db)
    db.execute("update contact set email = 'vera@gmial.com'")
    db.execute("insert into change (id, actor, command, edits) values (1, 'vera', 'edit', '[]')")
    judge.refresh(db)
    assert found(db) == {("email_domain_typo", "a")}


def test_progress_grows_to_the_end(db):
    told = []
    judge.run(db, lambda fraction, message, **values: told.append(fraction))
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == 1.0


def test_two_sessions_judge_once(db):
    """Both find it stale; the second waits, sees that it was done, and does nothing."""
    add(db, "a", account_id="x")
    answers = []

    def session():
        cursor = db.cursor()
        answers.append(judge.refresh(cursor))
        cursor.close()

    threads = [threading.Thread(target=session) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True]
    assert found(db) == {("missing_email", "a")}


def export(folder, text):
    path = folder / "Contact.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_column_that_no_file_has_is_not_judged(db, tmp_path):
    path = export(tmp_path, "Id,LastName,Email\n003000000000001,Bos,vera@acme.nl\n")
    load.run(
        db, load.Load(intake.read(db, [(path.name, path)]), date(2026, 11, 23), sure=True), "vera"
    )
    judge.run(db)
    assert found(db) == set()


def test_an_empty_column_is_judged(db, tmp_path):
    row = "003000000000001,Vera,Bos,,vera@acme.nl"
    path = export(tmp_path, f"Id,FirstName,LastName,Title,Email\n{row}\n")
    load.run(
        db, load.Load(intake.read(db, [(path.name, path)]), date(2026, 11, 23), sure=True), "vera"
    )
    judge.run(db)
    assert [check_id for check_id, _ in found(db)] == ["missing_title"]


def test_what_was_changed_while_one_waited_is_not_waited_for(db, monkeypatch):
    judge.run(db)
    edit = "insert into change (id, actor, command, edits) values (?, 'vera', 'link', '[]')"
    db.execute(edit, [1])
    ran, run = [], judge.run
    monkeypatch.setattr(judge, "run", lambda *args, **given: (ran.append(1), run(*args, **given)))
    ahead, here = db.cursor(), threading.Event()

    def other():
        with judge._one_at_a_time:
            here.set()
            asked.wait(20)
            time.sleep(0.2)
            run(ahead)
            ahead.execute(edit, [2])

    asked = threading.Event()
    busy = threading.Thread(target=other)
    busy.start()
    here.wait(20)
    asked.set()
    assert not judge.refresh(db)
    busy.join()
    assert ran == [] and judge.stale(db)
    assert judge.refresh(db) and not judge.stale(db)


def test_who_changed_nothing_does_not_wait_for_who_judges(db):
    judge.run(db)
    assert not judge.spares(db, "vera")
    with judge._one_at_a_time:
        assert judge.spares(db, "vera") and judge.spares(db, "")
        db.execute(
            "insert into change (id, actor, command, edits) values (1, 'vera', 'link', '[]')"
        )
        assert judge.spares(db, "anna") and not judge.spares(db, "vera")
        db.execute("insert into setting values ('mailbox_words', '[\"keuken\"]')")
        assert not judge.spares(db, "anna")

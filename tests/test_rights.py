"""Who may do what: every command and every page, for every role, a stranger and nobody.

The lists are made from the code, so that a new command or page without a right fails here.
"""

import ast
import time
from pathlib import Path

import company
import pytest
import visiting

from dq.access import needs, rights, roles, signin
from dq.access.needs import NEEDS
from dq.access.rights import DECIDE, MANAGE, NOBODY, OWNER, READ, ROLES, TILES, Person
from dq.commands import acknowledge, assign, edit, restore, undo
from dq.commands import set as setting
from dq.errors import DqError, Forbidden
from dq.handover.lists import person as known
from dq.intake import inbox
from dq.intake.landing import load
from dq.store import door
from dq.words.voice import Voice
from pages.ui.frame import entrance, frame
from pages.ui.session import guarded, held, opened, people
from pages.ui.session.late import Late
from pages.ui.widgets import download

ROOT = frame.ROOT
STRANGER = Person("stranger@office.example")
PEOPLE = {
    **{role: Person(f"{role}@office.example", frozenset({role})) for role in ROLES},
    "stranger": STRANGER,
    "nobody": NOBODY,
    "late": Person(over=True),
}
# What the machine does by itself, for nobody.
OWN = {"recover"}


def written():
    """The names under which anything in the code writes, with the files that do."""
    found = {}
    for path in sorted(ROOT.glob("dq/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            calls = isinstance(node, ast.Call) and ast.unparse(node.func)
            if calls in ("writing", "door.writing"):
                found[node.args[1].value] = path
    return found


def test_every_command_has_its_right_and_no_other_does():
    assert set(written()) - OWN == set(NEEDS)


def test_every_command_goes_by_the_door():
    through = set(written().values())
    assert [one.name for one in ROOT.glob("dq/commands/[a-z]*.py") if one not in through] == []


def test_the_roles_are_as_agreed():
    by_right = {right: {name for name in NEEDS if NEEDS[name] is right} for right in rights.Right}
    assert by_right[TILES] == {"assign", "put_right", "tick"}
    assert by_right[MANAGE] == {
        *(
            "acknowledge",
            "forget",
            "load",
            "pack",
            "purge",
            "repair",
            "restore",
            "results",
            "set",
            "withdraw",
        ),
    }
    assert by_right[READ] == {"undo"}  # what it takes back has a right of its own
    assert {role: ROLES[role] - {READ} for role in ROLES} == {
        "reader": set(),
        "lead": {DECIDE},
        "back_office": {TILES},
        "administrator": {MANAGE},
    }
    assert all(READ in of for of in ROLES.values())


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("command", [*sorted(NEEDS), "recover", "anything new"])
def test_a_command_is_for_who_has_its_right(db, command, who):
    person = PEOPLE[who]
    allowed = command in NEEDS and person.may(NEEDS[command])
    with rights.acting(person):
        if allowed:
            with door.writing(db, command, "Somebody else") as ledger:
                ledger.told = {}
        else:
            with pytest.raises(Forbidden), door.writing(db, command, "x"):
                raise AssertionError("it was let in")
    logged = db.execute("select actor, command from change").fetchall()
    assert logged == ([(person.name, command)] if allowed else [])


def test_the_owner_may_do_all_under_any_name(db):
    with rights.acting(OWNER), door.writing(db, "anything new", "Vera") as ledger:
        ledger.told = {}
    assert db.execute("select actor from change").fetchall() == [("Vera",)]


@pytest.mark.parametrize("who", [one for one in PEOPLE if one != "administrator"])
def test_a_refusal_comes_before_anything_else_is_touched(db, tmp_path, who):
    """What copies, moves or reads long before it writes asks first."""
    refused = [
        lambda: restore.run(db, restore.Restore(tmp_path / "none"), "x"),
        lambda: load.run(db, None, "x"),
        lambda: inbox.drop(None, None, "x", "x"),
        lambda: inbox.take_held(db, None, "x"),
        lambda: acknowledge.run(db, None, "x"),
        lambda: setting.run(db, setting.Set("export_days", 30), "x"),
    ]
    for one in refused:
        with rights.acting(PEOPLE[who]), pytest.raises(Forbidden):
            one()


def changed_by(db, name, title):
    """A change of a card by somebody."""
    with rights.acting(Person(name, frozenset({"lead"}))):
        [(version,)] = db.execute("select version from contact where id = 'eva'").fetchall()
        edit.run(db, edit.Edit("eva", version, {"title": title}), "x")
    return db.execute("select max(id) from change").fetchall()[0][0]


LEAD = PEOPLE["lead"].name


@pytest.mark.parametrize(
    ("who", "whose", "allowed"),
    [
        ("lead", LEAD, True),
        ("lead", "other@office.example", False),
        ("administrator", LEAD, True),
        ("administrator", "administrator@office.example", False),
        ("reader", "reader@office.example", False),
        ("back_office", "back_office@office.example", False),
        ("nobody", "", False),
        ("stranger", "stranger@office.example", False),
    ],
)
def test_one_takes_back_ones_own_and_an_administrator_that_of_others(office, who, whose, allowed):
    """Who may not do it any more may not take it back either."""
    change = (
        changed_by(office, whose, "Head of Planning")
        if whose
        else changed_by(office, LEAD, "Head of Planning")
    )
    with rights.acting(PEOPLE[who]):
        if allowed:
            undo.run(office, undo.Undo(change), "x")
        else:
            with pytest.raises(Forbidden):
                undo.run(office, undo.Undo(change), "x")
    [(title,)] = office.execute("select title from contact where id = 'eva'").fetchall()
    assert (title == "Head of Planning") is not allowed


def test_doing_it_again_needs_the_right_that_doing_it_did(office):
    change = changed_by(office, LEAD, "Head of Planning")
    with rights.acting(PEOPLE["lead"]):
        undo.run(office, undo.Undo(change), "x")
    [(undone,)] = office.execute("select max(id) from change").fetchall()
    for who in ("reader", "back_office", "stranger"):
        with rights.acting(PEOPLE[who]), pytest.raises(Forbidden):
            undo.run(office, undo.Undo(undone), "x")
    with rights.acting(PEOPLE["lead"]):
        undo.run(office, undo.Undo(undone), "x")


@pytest.mark.parametrize("who", PEOPLE)
def test_all_that_is_known_of_a_person_is_for_who_answers_for_it(office, who):
    with rights.acting(PEOPLE[who]):
        if who in ("lead", "administrator"):
            assert known.read(office, "eva", Voice("en"))
        else:
            with pytest.raises(Forbidden):
                known.read(office, "eva", Voice("en"))


# Pages.

SCRIPTS = [
    f"{path.parent.name}/{path.name}"
    for path in sorted((ROOT / "pages").glob("*/*.py"))
    if path.parent.name not in ("ui", "parts") and path.name != "__init__.py"
]


def address(script):
    """The page in the address; the first is that of the app."""
    return "" if script == "review/overview.py" else Path(script).stem


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("company") / "store.duckdb"
    company.build(path)
    return path


@pytest.fixture
def seen(store, monkeypatch):
    """See a page as somebody, who has the company before them: the app, once run."""
    monkeypatch.setenv("DQ_STORE", str(store))
    monkeypatch.setattr(signin, "now", lambda: signin.SignIn("https://kb.example"))
    monkeypatch.setattr(signin, "section", lambda name: dict.fromkeys(ROLES, ()) | LISTS)
    monkeypatch.setattr(roles, "ticket", lambda cookies: "ticket")
    monkeypatch.setitem(roles._read, "state", None)

    def see(script, who):
        app = visiting.app(script)
        app.query_params["lang"] = "EN"
        if who != "nobody":
            began = time.time() - (13 * 3600 if who == "late" else 0)
            user = {"is_logged_in": True, "email": f"{who}@office.example", "iat": began}
            app.user = user
        app.query_params["id"] = "003A"
        return app.run()

    yield see
    rights.asked_of(lambda: OWNER)
    roles._read.update(state=None, rights={})
    opened.forget()


LISTS = {role: [f"{role}@office.example"] for role in ROLES}


def everything(app):
    """All that was sent to the browser, as one text."""
    return "\n".join(f"{one.proto}".replace("\\\\", "") for one in app.main)


def test_every_page_has_its_rights_and_no_other_does():
    assert {address(script) for script in SCRIPTS} == set(entrance.PAGES)


@pytest.mark.parametrize("who", ["nobody", "late", "stranger"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_who_has_no_right_sees_no_page(seen, script, who):
    app = seen(script, who)
    said = {
        "nobody": "Sign in first",
        "late": "Your sign-in is over",
        "stranger": "has no right to see this",
    }[who]
    assert said in everything(app)
    assert not app.exception and not app.error
    text = everything(app)
    for one in ("Bakker", "Johanna", "Week 48", "bakker.example", "003A"):
        assert one not in text, one
    keys = {"lang_segment", "entrance_in", "entrance_out", "sign_out"}
    assert {one.key for one in app.button} <= keys


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("script", SCRIPTS)
def test_who_may_sees_the_page_and_is_told_whose_work_it_is(seen, script, who):
    app = seen(script, who)
    person, (sees, acts) = PEOPLE[who], entrance.PAGES[address(script)]
    text = everything(app)
    assert not app.exception, text
    if not person.may(sees):
        assert "Only an administrator may do this" in text
        assert "Bakker" not in text
    else:
        assert "Week 48" in text
        assert ("You may look here" in text) is not person.may(acts)


@pytest.mark.parametrize("who", ROLES)
def test_the_card_offers_all_that_is_known_to_who_may_have_it(seen, who):
    offered = [one.proto.label for one in seen("cards/contact.py", who).get("download_button")]
    assert ("All that is known" in offered) is (who in ("lead", "administrator"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_whatever_a_reader_presses_nothing_is_written(seen, store, script):
    """Every button of the page, one after the other, with what it opens."""
    app = seen(script, "reader")
    counted = "select (select count(*) from change), (select count(*) from setting)"
    before = opened._connection(str(store)).cursor().execute(counted).fetchall()
    pressed = {"sign_out"}
    while left := [one for one in app.button if one.key not in pressed]:
        pressed.add(left[0].key)
        if not left[0].disabled:
            left[0].click().run()
        assert not app.exception
    assert opened._connection(str(store)).cursor().execute(counted).fetchall() == before


def test_a_right_taken_away_is_gone_with_the_next_click(seen, monkeypatch):
    app = seen("review/findings.py", "reader")
    assert "Week 48" in everything(app)
    monkeypatch.setitem(LISTS, "reader", [])
    monkeypatch.setitem(roles._read, "state", None)
    app.run()
    assert "Week 48" not in everything(app) and "has no right to see this" in everything(app)


def test_a_file_is_made_for_who_may_read_when_it_is_asked_for(seen, monkeypatch):
    """The button was shown to a reader, who is none any more; on a thread that knows nobody."""
    who = [PEOPLE["reader"]]
    monkeypatch.setattr(people, "asking", lambda: lambda: who[0])
    monkeypatch.setattr(held, "made", lambda session, name: None)
    make = download._for_this_session(lambda: rights.now().name.encode(), "text/csv", "x.csv")
    with rights.acting(NOBODY):
        assert make() == PEOPLE["reader"].name.encode()
        who[0] = STRANGER
        with pytest.raises(Forbidden):
            make()


def test_what_is_done_later_is_done_by_who_asked(office):
    late = []
    for who, title in (("lead", "Head of Planning"), ("reader", "Chief")):
        with rights.acting(PEOPLE[who]):
            row = office.execute("select version from contact where id = 'eva'").fetchall()
            step = (edit.run, edit.Edit("eva", row[0][0], {"title": title}))
            late.append(Late(office.cursor(), [step], "Somebody else"))
            late[-1].wait()
    assert [one.refused for one in late][0] is None
    assert isinstance(late[1].refused, Forbidden)
    said = office.execute("select actor from change where command = 'edit'").fetchall()
    assert said == [(LEAD,)]


def test_who_signed_in_is_the_owner_with_that_address(seen, store):
    """Cases go to owners by name; the history has the address."""
    db = opened._connection(str(store))
    lines = '["Bas Peters: Lead@office.example"]'
    db.execute("insert into setting values ('owner_addresses', ?)", [lines])
    try:
        with rights.acting(PEOPLE["lead"]):
            assert people.name() == "Bas Peters"
            assert needs.actor(people.name()) == LEAD
        with rights.acting(PEOPLE["reader"]):
            assert people.name() == PEOPLE["reader"].name
        with rights.acting(STRANGER):
            assert people.name() == STRANGER.name
    finally:
        db.execute("delete from setting where name = 'owner_addresses'")


def test_a_part_of_a_page_asks_too(monkeypatch):
    """It is drawn again without its page, with what the page had read."""
    drawn, again = [], []
    monkeypatch.setattr(guarded.st, "rerun", lambda: again.append(True))
    for person, shown in ((PEOPLE["reader"], [1]), (STRANGER, [])):
        drawn.clear()
        with rights.acting(person):
            guarded._asked(lambda: drawn.append(1) if not again else None)()
        assert drawn == shown
    assert again == [True]


def test_without_sign_in_all_is_as_it_was(store, monkeypatch):
    monkeypatch.setenv("DQ_STORE", str(store))
    monkeypatch.setattr(signin, "now", lambda: None)
    app = visiting.app()
    app.session_state["who"] = "Vera"  # AppTest has no cookies
    app.run()
    assert "Week 48" in everything(app)
    assert rights.now() is OWNER
    opened.forget()


def test_an_unknown_thread_of_a_server_with_sign_in_is_nobody(monkeypatch):
    monkeypatch.setattr(signin, "now", lambda: signin.SignIn("https://kb.example"))
    rights.asked_of(people.person)
    try:
        assert rights.now() is NOBODY
        with pytest.raises(DqError):
            opened.open_store()
        assert needs.actor("said") == "said"
    finally:
        rights.asked_of(lambda: OWNER)


def test_a_tile_is_not_given_away_by_a_lead(db):
    with rights.acting(PEOPLE["lead"]), pytest.raises(Forbidden):
        assign.run(db, assign.Assign("t", 1, "x"), "x")

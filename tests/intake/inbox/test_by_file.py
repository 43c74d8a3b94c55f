"""A file that has somebody still who was removed here is not kept, whatever becomes of it."""

import pytest
from arriving import PEOPLE, accounts, contacts, zipped

from dq.commands import forget
from dq.intake import inbox
from dq.intake.inbox import places, taking
from dq.store import opening

GONE = "vera.dekker0@"


@pytest.fixture
def db(db, arriving):
    """A first week, of which the first person was removed, with what was kept of it."""
    arriving.put("contacts.csv", contacts())
    arriving.put("accounts.csv", accounts())
    inbox.take(db, arriving.box)
    [(id,)] = db.execute("select id from contact where email like ?", [f"{GONE}%"]).fetchall()
    forget.run(db, forget.Forget(id, "Vera Dekker0"), "anna")
    return db


def left(arriving):
    """The files beside the store with the person in them; copies of the store go when asked to."""
    folder = arriving.store.parent
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".duckdb"]
    texts = {path: path.read_bytes() for path in files}
    assert not [path for path, text in texts.items() if path.suffix == ".zip"]
    return [path.name for path, text in texts.items() if GONE.encode() in text]


def come(db, arriving, text, name="contacts.csv", **how):
    arriving.put(name, text)
    arriving.put("accounts.csv", accounts())
    return inbox.take(db, arriving.box, sure=True, **how)


@pytest.mark.parametrize("packed", [False, True])
def test_of_what_is_loaded_it_says_which(db, arriving, packed):
    whole = "week.zip" if packed else "contacts.csv"
    taken = come(db, arriving, zipped(contacts=contacts()) if packed else contacts(), whole)
    assert taken.state == "done"
    assert db.execute("select count(*) from contact").fetchall() == [(PEOPLE - 1,)]
    folder = arriving.box.done / taken.name
    assert {path.name for path in folder.iterdir()} == {"accounts.csv", places.LOG}
    assert f"{whole} is not kept" in (folder / places.LOG).read_text()
    assert left(arriving) == []


def test_a_key_in_capitals_is_one_too(db, arriving):
    come(db, arriving, contacts().replace("003000000000000,", "003000000000000aaa,"))
    assert left(arriving) == []


def test_what_has_their_row_alone_fails_and_says_which(db, arriving):
    taken = come(db, arriving, contacts(1))
    assert left(arriving) == []
    assert "contacts.csv is not kept" in " ".join(taken.lines)


def test_what_is_set_aside(db, arriving):
    arriving.put("contacts.csv", contacts(title="Anders"))
    taken = inbox.take(db, arriving.box)
    assert (taken.state, left(arriving)) == ("waiting", ["contacts.csv"])
    inbox.drop(db, arriving.box, taken.name, "Vera")
    assert left(arriving) == []


def test_what_landed_before_a_stop(db, arriving, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(taking, "_end", stop)
    with pytest.raises(KeyboardInterrupt):
        come(db, arriving, contacts())
    monkeypatch.undo()
    assert inbox.take(db, arriving.box) is None
    assert left(arriving) == []


def test_a_row_that_is_rejected_before_anybody_looks_whose_it_is(db, arriving):
    lines = contacts().split("\n")
    lines[1] += ",x,y,z"
    come(db, arriving, "\n".join(lines))
    assert left(arriving) == []


def test_a_file_of_others_is_kept(db, arriving):
    taken = come(db, arriving, contacts(PEOPLE - 1, first=1))
    assert arriving.names(arriving.box.done)[taken.name] == ["accounts.csv", "contacts.csv"]


# Of Business Central, where no key of Salesforce tells whose a row is.
BUSINESS = "No.,Name,E-Mail,Company No.\n" + "".join(
    f"CT{i:05},Vera Dekker{i},vera.dekker{i}@firma.example,C001\n" for i in range(PEOPLE)
)


@pytest.fixture
def both(arriving):
    """A store with Business Central's contacts too, before the person was removed."""
    with opening.connect(arriving.store) as db:
        come(db, arriving, contacts())
        arriving.put("bc.csv", BUSINESS)
        inbox.take(db, arriving.box, sure=True)
        [(id,)] = db.execute("select id from contact where email like ?", [f"{GONE}%"]).fetchall()
        assert db.execute("select id from bc_contact where id = 'CT00000'").fetchall()
        forget.run(db, forget.Forget(id, "Vera Dekker0"), "anna")
        assert left(arriving) == []
        yield db


def test_a_file_of_business_central_that_is_set_aside(both, arriving):
    arriving.put("bc.csv", BUSINESS.replace("C001", "C002"))
    taken = inbox.take(both, arriving.box)
    assert taken.state == "waiting"
    inbox.drop(both, arriving.box, taken.name, "Vera")
    assert left(arriving) == []


def test_a_file_of_business_central_with_their_row_alone(both, arriving):
    arriving.put("bc.csv", "\n".join(BUSINESS.split("\n")[:2]) + "\n")
    inbox.take(both, arriving.box, sure=True)
    assert left(arriving) == []


def test_a_file_of_business_central_that_landed_before_a_stop(both, arriving, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(taking, "_end", stop)
    arriving.put("bc.csv", BUSINESS)
    with pytest.raises(KeyboardInterrupt):
        inbox.take(both, arriving.box, sure=True)
    monkeypatch.undo()
    assert inbox.take(both, arriving.box) is None
    assert left(arriving) == []

"""One random change to a small store: any command of a user, as a random number generator says."""

from datetime import date, timedelta

import leaving
import office
from torture import exports

from dq.commands import (
    assign,
    come_back,
    create,
    decide,
    edit,
    end_relation,
    general,
    leave,
    link,
    merge,
    move,
    pack,
    postpone,
    results,
    settle,
    tick,
    undo,
    withdraw,
)
from dq.commands import set as setting
from dq.errors import DqError
from dq.intake.landing import load

ACCOUNTS = ("a1", "a2", "a3")
ADDRESSES = ("jan@bouw.nl", "eva@bouw.nl", "ans@bouw.nl", "plan@zorg.nl", "ANS@bouw.nl")
PEOPLE = ("anna", "bart")


def fill(db):
    """Put the office into an empty store, with what hangs on its people."""
    office.fill(db)
    leaving.fill(db)
    # A username that somebody altered by hand, before there was Kaartenbak.
    for schema in ("main", "upstream"):
        db.execute(f"update {schema}.contact set username = 'e.bos@bouw.nl' where id = 'eva'")


def step(db, rng):
    """Make one random change, or have it refused; the name of the command."""
    name = rng.choice([*COMMANDS])
    attempt(db, name, rng)
    return name


def attempt(db, name, rng):
    """Run a command with what `rng` draws; the command and its result, or why it was refused."""
    run, command = COMMANDS[name](db, rng)
    try:
        return command, run(db, command, rng.choice(PEOPLE))
    except DqError as error:
        return command, error


# Each draws a command that may well be refused: the function that runs it, and the command.


def _create(db, rng):
    others = tuple({_one(db, rng, "contact")[0] for _ in range(rng.randrange(3))})
    at, email = rng.choice(ACCOUNTS), rng.choice(ADDRESSES)
    return create.run, create.Create(at, "Smit", "Planner", email, lookalikes=others, reason="zus")


def _edit(db, rng):
    id, version = _one(db, rng, "contact")
    values = {
        "email": (None, *ADDRESSES),
        "title": ("Hoofd", "Planner", None),
        "phone": ("030 1234567", "030 7654321"),
    }
    chosen = {name: rng.choice(some) for name, some in values.items() if rng.randrange(2)}
    return edit.run, edit.Edit(id, version - (rng.randrange(8) == 7), chosen)


def _link(db, rng):
    people = tuple(_one(db, rng, "contact")[0] for _ in range(1 + rng.randrange(2)))
    accounts = tuple(rng.choice(ACCOUNTS) for _ in range(1 + rng.randrange(2)))
    return link.run, link.Link(people, accounts, (), date(2026, 11, 1))


def _end_relation(db, rng):
    return end_relation.run, end_relation.EndRelation(*_one(db, rng, "relation"), _day(rng))


def _move(db, rng):
    to, keep = rng.choice(ACCOUNTS), rng.randrange(2) == 1
    return move.run, move.Move(*_one(db, rng, "contact"), to, keep, _day(rng))


def _general(db, rng):
    own = {
        _one(db, rng, "contact")[0]: rng.choice((None, *ADDRESSES)) for _ in range(rng.randrange(3))
    }
    approvals = tuple(id for id in ("v1", "v2", "v3") if rng.randrange(2))
    command = general.General(rng.choice(ACCOUNTS), rng.choice(ADDRESSES), None, own, approvals)
    return general.run, command


def _decide(db, rng):
    ids = _one(db, rng, "contact")[0], _one(db, rng, "contact")[0]
    return decide.run, decide.Decide("contact", *ids, same=rng.choice((True, False, None)))


def _leave(db, rng):
    people = dict(_one(db, rng, "contact") for _ in range(1 + rng.randrange(2)))
    # Who came last is seldom who can take over; who leaves never is.
    able = _ids(db, "select id from card where lets_in(card.id)")
    chosen = [rng.choice(able) for _ in range(rng.randrange(3)) if able]
    others = tuple(dict.fromkeys(id for id in chosen if id not in people or len(able) < 3))
    taken = {
        approval: rng.choice((*others, None))
        for approval in ("v1", "v2", "v3", "v4")
        if not rng.randrange(3)
    }
    return leave.run, leave.Leave(people, _day(rng), _day(rng), others, taken)


def _come_back(db, rng):
    """Mostly somebody who left."""
    left = _rows(db, "select id, version from contact where status = 'left'")
    id, version = rng.choice(left) if left else _one(db, rng, "contact")
    return come_back.run, come_back.ComeBack(id, version, _day(rng))


def _tick(db, rng):
    return tick.run, tick.Tick(*_one(db, rng, "step"), rng.randrange(4) > 0)


def _assign(db, rng):
    return assign.run, assign.Assign(*_one(db, rng, "tile"), rng.choice(("bo", None)))


def _merge(db, rng):
    kind = rng.choice(("contact", "contact", "account"))
    survivor, version = _one(db, rng, kind)
    losers = dict(_one(db, rng, kind) for _ in range(1 + rng.randrange(2)))
    offered = {
        "contact": {"email": (None, *ADDRESSES), "title": ("Hoofd", None), "account_id": ACCOUNTS},
        "account": {"name": ("Bouw", "Zorg"), "parent_id": (None, *ACCOUNTS)},
    }
    values = {
        name: rng.choice(some) for name, some in offered[kind].items() if not rng.randrange(3)
    }
    losers.pop(survivor, None)
    return merge.run, merge.Merge(kind, survivor, version, losers, values)


def _settle(db, rng):
    clashes = _ids(db, "select id from clash")
    chosen = tuple(id for id in clashes if rng.randrange(2)) or tuple(clashes[:1])
    return settle.run, settle.Settle(chosen, rng.choice(("theirs", "ours")))


def _pack(db, rng):
    return pack.run, pack.Pack()


def _withdraw(db, rng):
    return withdraw.run, withdraw.Withdraw(_package(db, rng))


def _results(db, rng):
    """Data Loader's files for some rows of a package, a few of which it refused."""
    rows = _rows(
        db,
        "select key, record_table, record_id, operation from package_row"
        f" where package_id = {_package(db, rng)} and operation in ('insert', 'update', 'delete')",
    )
    done, failed = ["ID,KAARTENBAK_KEY,STATUS"], ["KAARTENBAK_KEY,ERROR"]
    for key, table, id, operation in rows:
        place = rng.randrange(6)
        if place == 5:
            failed.append(f"{key},UNABLE_TO_LOCK_ROW")
        elif place:
            made = exports.salesforce_id(table, id) if operation == "insert" else id
            done.append(f"{made},{key},Done")
    files = {"success.csv": done, "error.csv": failed}
    return results.run, results.Results(
        tuple((name, "\n".join(lines).encode()) for name, lines in files.items())
    )


def _load(db, rng):
    """The next export: this week's of Salesforce, after what happened there."""
    [(last,)] = _rows(db, "select max(exported) from load")
    day = max(last or date.min, date.today()) + timedelta(days=rng.randrange(2))
    return load.run, load.Load(exports.read(db, rng), day, sure=True)


def _undo(db, rng):
    """Any change in the history, undos and what was undone already too; often a late one."""
    ids = _ids(db, "select id from change")[::-1]
    return undo.run, undo.Undo(ids[min(rng.randrange(31), rng.randrange(31)) % len(ids)])


def _postpone(db, rng):
    return postpone.run, postpone.Postpone("contact", _one(db, rng, "contact")[0])


def _set(db, rng):
    return setting.run, setting.Set("tile_days", rng.choice((3, 9, None)))


COMMANDS = {
    "create": _create,
    "edit": _edit,
    "link": _link,
    "end_relation": _end_relation,
    "move": _move,
    "general": _general,
    "decide": _decide,
    "leave": _leave,
    "come_back": _come_back,
    "tick": _tick,
    "assign": _assign,
    "merge": _merge,
    "settle": _settle,
    "pack": _pack,
    "withdraw": _withdraw,
    "results": _results,
    "load": _load,
    "undo": _undo,
    "postpone": _postpone,
    "set": _set,
}


def _rows(db, sql):
    return db.execute(f"{sql} order by all").fetchall()


def _ids(db, sql):
    return [id for (id,) in _rows(db, sql)]


def _one(db, rng, table):
    """Id and version of some row, more often one that was written of late."""
    found = db.execute(f"select id, version from {table} order by version desc, id").fetchall()
    place = min(rng.randrange(31), rng.randrange(31))
    return found[place % len(found)] if found else ("none", 1)


def _package(db, rng):
    """The number of some package, mostly one that is on its way."""
    numbers = _ids(db, "select distinct package_id from package_row where state = 'sent'")
    return rng.choice(numbers or [1])


def _day(rng):
    return date(2026, 11, 1) + timedelta(days=rng.randrange(60))

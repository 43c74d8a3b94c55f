"""Kill Kaartenbak at random moments and look what is left: `python -m torture.kills --kills 300`.

Each round forks a process that loads, edits, merges, judges, copies, goes back to a copy, puts one
in the place of the store, lets the demo company make way, migrates or starts for the first time,
and kills it after a while by chance (SIGKILL, SIGTERM or SIGINT).
Then a new process opens the store as the product does, and says what it finds: the store must hold
what was confirmed last, or what was about to be, to the last value; every copy must be whole; what
the killed process left in temporary places must be gone.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb
import older
from torture import commands
from torture.witness import Journal, Witnessed, totals

from dq import scratch
from dq.cli import load as cli_load
from dq.cli import serve
from dq.commands import restore
from dq.domain import demo
from dq.judging import judge
from dq.store import contents, copies, door, logs, opening, recovery

SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
# So many kills one after the other of one store.
ROUNDS = 6


def do_commands(db, draw):
    """Whatever a user may do, one thing after the other, and judge now and then."""
    for _ in range(200):
        commands.step(db, draw)
        if draw.random() < 0.1:
            judge.refresh(db)


def do_loads(db, draw):
    """Weekly exports of the demo company in any order, judged, and taken back."""
    weeks = demo.weeks()
    for _ in range(20):
        exported, files = draw.choice(weeks)
        cli_load.load_files(db, files, exported, sure=True)
        judge.refresh(db)
        if draw.random() < 0.3 and (found := copies.of(db)):
            restore.run(db, restore.Restore(draw.choice(found).path), "vera")


def do_copies(db, draw):
    """Copies between edits."""
    for _ in range(100):
        commands.step(db, draw)
        with door.alone():
            copies.make(db, "load")


def do_judging(db, draw):
    """Judge everything, over and over."""
    for _ in range(50):
        judge.run(db)


def do_first_start(db, draw):
    """What a first start does with an empty store, or one that was interrupted."""
    serve.prepare(db)


def do_own_files(db, draw):
    """The first files of one's own, for which the demo company makes way, taken back and again."""
    for _ in range(20):
        with scratch.folder() as folder:
            file = folder / "contacts.csv"
            rows = "".join(f"003R{n},Bos{n},b{n}@x.example\n" for n in range(draw.randrange(1, 90)))
            file.write_text(f"Id,LastName,Email\n{rows}", "utf-8")
            cli_load.load_files(db, [file], demo.weeks()[1][0], sure=True)
        restore.run(db, restore.Restore(copies.of(db)[0].path), "vera")


def do_replacing(db, draw):
    """Copies take the place of the store, which is closed."""
    path, journal = logs.file(db), db.journal
    for _ in range(3):
        commands.step(db, draw)
        copies.make(db, "load")
    opening.close(db)
    for copy in [one.path for one in copies.listed(path)] * 20:
        with duckdb.connect(copy, read_only=True) as held:
            journal.note("committing", totals=totals(held))
        copies.put_in_place(copy, path)
        with duckdb.connect(copy, read_only=True) as held:
            journal.note("confirmed", totals=totals(held))


WORK = {
    "commands": do_commands,
    "loads": do_loads,
    "copies": do_copies,
    "judging": do_judging,
    "first start": do_first_start,
    "own files": do_own_files,
    "replacing": do_replacing,
    "migration": do_commands,
}
# After how many seconds at the latest the kill comes.
LATEST = {"commands": 2.0, "loads": 6.0, "copies": 2.0, "judging": 2.0, "first start": 12.0,
          "own files": 4.0, "replacing": 3.0, "migration": 0.8}  # fmt: skip


def begin(path, kind, draw):
    """A store for this kind of work, as it is before the first kill."""
    if kind == "first start":
        return
    with opening.connect(path) as db:
        if kind == "own files":
            exported, files = demo.weeks()[0]
            cli_load.load_files(db, files, exported, actor=demo.ACTOR)
        elif kind != "loads":
            commands.fill(db)
        if kind == "judging":
            for _ in range(20):
                commands.step(db, draw)
        if kind == "migration":
            older.age(db)


def work(path, kind, seed, journal):
    """In a process of its own: open the store and work until killed."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    plain = opening._open
    opening._open = lambda given: (  # one in memory is of no kill
        plain(given) if given == opening.MEMORY else Witnessed(plain(given), journal)
    )
    try:
        db = opening.connect(path)
        try:
            journal.note("opened", totals=totals(db))
            WORK[kind](db, random.Random(seed))
        finally:
            opening.close(db)
    except (KeyboardInterrupt, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "nterrupt" not in str(error):
            raise
    os._exit(0)


def look(path, answer):
    """In a process of its own: open the store as the product does, and say what is there."""
    with opening.connect(path) as db:
        found = {
            "totals": totals(db),
            "missing": recovery.missing(db),
            "notices": db.execute("select message, facts from notice").fetchall(),
        }
        for copy in copies.of(db):
            contents.read_through(copy.path)
    left = [str(one) for one in path.parent.rglob("*") if ".part" in one.name]
    left += [str(one) for one in Path(tempfile.gettempdir()).iterdir()]
    answer.write_text(json.dumps(found | {"left": left}), "utf-8")
    os._exit(0)


def forked(run, *given):
    """Start `run` in a process of its own; its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            run(*given)
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return child


def ended(child, within=120):
    """How a process ended; one that does not is killed, and that is a fault."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        number, status = os.waitpid(child, os.WNOHANG)
        if number:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "it did not end"


def one(path, kind, draw, folder):
    """One kill; what is wrong afterwards: nothing, if all is well."""
    journal = Journal(folder / f"{time.monotonic_ns()}.jsonl")
    child = forked(work, path, kind, draw.random(), journal)
    time.sleep(draw.random() * LATEST[kind])
    sent = draw.choice(SIGNALS)
    os.kill(child, sent)
    how = ended(child)
    if how not in (0, -signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT):
        return [f"ended with {how} after {sent.name}"]
    answer = folder / "answer.json"
    answer.unlink(missing_ok=True)
    how = ended(forked(look, path, answer))
    if how != 0:
        return [f"the store does not open: {how}"]
    return list(_wrong(json.loads(answer.read_text("utf-8")), journal.lines()))


def _wrong(found, lines):
    """What a store holds against what the journal says of it."""
    sure = [line for line in lines if line["kind"] in ("opened", "confirmed")]
    begun = lines and lines[-1]["kind"] == "committing"
    wanted = [line["totals"] for line in sure[-1:]] + [
        line["totals"] for line in lines[-1:] if begun
    ]
    if wanted and found["totals"] not in wanted:
        differs = [name for name in found["totals"] if found["totals"][name] != wanted[0].get(name)]
        yield f"neither what was confirmed nor what was about to be: {differs}"
    if found["missing"]:
        yield f"not what the ledger says: {found['missing'][:3]}"
    if found["notices"]:
        yield f"something was told: {found['notices']}"
    if found["left"]:
        yield f"left behind: {found['left'][:5]}"


def torture(kills, seed, say=print, keep=None, kinds=tuple(WORK)):
    """Kill so often; how many of each kind were done, and a line per fault.

    :param keep: a folder for the stores and journals of faults
    """
    draw = random.Random(seed)
    done, faults = Counter(), []
    own = tempfile.gettempdir()
    while sum(done.values()) < kills:
        tempfile.tempdir = own
        kind = kinds[(sum(done.values()) // ROUNDS) % len(kinds)]
        with tempfile.TemporaryDirectory(prefix="torture-") as place:
            folder = Path(place)
            path = folder / "store" / "store.duckdb"
            path.parent.mkdir()
            tempfile.tempdir = str(folder / "tmp")  # of all that is forked here
            Path(tempfile.tempdir).mkdir()
            assert ended(forked(begin, path, kind, draw)) == 0
            for _ in range(min(ROUNDS, kills - sum(done.values()))):
                wrong = one(path, kind, draw, folder)
                done[kind] += 1
                for fault in wrong:
                    faults.append(f"{kind}, kill {sum(done.values())}: {fault}")
                    say(faults[-1])
                    keep = os.environ.get("TORTURE_KEEP")
                    if keep:
                        shutil.copytree(
                            folder, Path(keep) / f"{sum(done.values())}", dirs_exist_ok=True
                        )
                if kind == "migration":
                    break  # it is of this version now
    return done, faults


def main():
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--kills", type=int, default=300)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--kind", choices=list(WORK), action="append", help="only this work")
    given.add_argument("--keep", type=Path, help="a folder for the stores of faults")
    chosen = given.parse_args()
    start = time.monotonic()
    done, faults = torture(
        chosen.kills, chosen.seed, keep=chosen.keep, kinds=chosen.kind or tuple(WORK)
    )
    seconds = time.monotonic() - start
    print(f"{sum(done.values())} kills ({dict(done)}) in {seconds:.0f} s: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

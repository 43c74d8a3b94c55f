"""What the script did of the work list comes back as results, like any row."""

import json

import office as small

from dq.commands import pack, results
from dq.outgoing.work import Work


def kept(head, *rows):
    lines = [head, *rows]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines).encode()


def packed(db, *work):
    """A package of which this is the work."""
    db.execute(
        "insert into package (id, made, made_by, load_id, work) values (1, now(), 'anna', 1, ?)",
        [json.dumps([vars(one) for one in work])],
    )
    pack._keep(db, 1, pack._work(1, list(work)))


def states(db):
    sql = "select file, record_id, state, message from package_row order by key"
    return db.execute(sql).fetchall()


def test_a_login_that_was_switched_off_and_a_relation_that_was_in_the_way(db):
    small.fill(db)
    packed(
        db,
        Work("disable", "portal_user", "u1", "jan", "jan@bouw.nl"),
        Work("disable", "portal_user", "u2", "eva", "eva@bouw.nl"),
        Work("unlink", "relation", "r1", "jan"),
    )
    head = ["sf__Id", "sf__Created", "Id", "IsPortalEnabled"]
    off = kept(head, ["u1", "false", "u1", "false"])
    wrong = kept(["sf__Id", "sf__Error", *head[2:]], ["u2", "NO_ACCESS", "u2", "false"])
    gone = kept(["sf__Id", "sf__Created", "Id"], ["r1", "false", "r1"])
    files = [("01b-users-off.success.csv", off), ("01b-users-off.failed.csv", wrong),
             ("01a-unlink.success.csv", gone)]  # fmt: skip
    told = results.run(db, results.Results(tuple(files)), "anna")
    assert (told.done, told.failed, told.unknown) == (2, 1, 0)
    assert states(db) == [
        ("disable", "u1", "done", None),
        ("disable", "u2", "failed", "NO_ACCESS"),
        ("unlink", "r1", "done", None),
    ]


def test_a_merge_has_our_key(db):
    small.fill(db)
    packed(db, Work("merge", "account", "a1", "a2"), Work("merge", "contact", "jan", "eva"))
    head = ["Id", "MasterRecordId", "KAARTENBAK_KEY"]
    made = kept(["sf__Id", "sf__Created", *head], ["a2", "false", "a2", "a1", "1-00-00001"])
    left = kept(["sf__Id", "sf__Error", *head], ["", "both", "eva", "jan", "1-00-00002"])
    files = (("01a-merge.success.csv", made), ("01b-merge.failed.csv", left))
    results.run(db, results.Results(files), "anna")
    assert [state for _file, _id, state, _told in states(db)] == ["done", "failed"]

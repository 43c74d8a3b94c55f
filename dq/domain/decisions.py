"""What people decide of a pair of records, as part of a change.

Tested in tests/commands/test_decide.py.
"""

from dq.store.ledger import Ledger


def key(kind: str, one: str, two: str) -> str:
    """The id of what was decided of two records, in whichever order they are named."""
    return ":".join((kind, *sorted((one, two))))


def keep(ledger: Ledger, kind: str, one: str, two: str, same: bool | None) -> None:
    """Note that two records are the same or not, with what matching thought of it then.

    None takes an earlier decision back.
    """
    left, right = sorted((one, two))
    id = key(kind, one, two)
    before = ledger.db.execute("select same from decision where id = ?", [id]).fetchall()
    if before:
        holds = ledger.db.execute("select same from ruling where id = ?", [id]).fetchall()
        if holds == [(same,)]:
            return
        ledger.delete("decision", id)
    if same is None:
        return
    [(score,)] = ledger.db.execute(
        """
        select max(score)
        from pair
        where record_kind = $kind
            and least(left_id, right_id) = $left
            and greatest(left_id, right_id) = $right
        """,
        {"kind": kind, "left": left, "right": right},
    ).fetchall()
    [(seen,)] = ledger.db.execute(
        "select concat_ws(' ', compared($kind, $left), compared($kind, $right))",
        {"kind": kind, "left": left, "right": right},
    ).fetchall()
    pair = {"record_kind": kind, "left_id": left, "right_id": right}
    ledger.insert("decision", {"id": id, **pair, "same": same, "score": score, "seen": seen})

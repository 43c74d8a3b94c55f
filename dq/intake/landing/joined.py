"""What hangs on records that Salesforce merged goes to those that took them in, on both sides.

Tested in tests/intake/landing/test_merges.py.
"""

from dq.domain import merging, relations
from dq.intake.landing import Landing, clashes
from dq.objects import NAMED_BY, NATURAL, OBJECTS, OURS, OWN_KEY, Mergeable


def join(landing: Landing, kind: Mergeable, targets: dict[str, str]) -> None:
    """Let what hangs on each loser here hang on its target: `targets` {loser: target}."""
    if not targets:
        return
    for loser in _named(landing, kind, list(targets)):
        merging.decisions(landing.ledger, kind, loser, targets[loser])
        merging.names(landing.ledger, kind, loser, targets[loser], OBJECTS)
    joined = _pairs(landing, targets)
    for table, column in NAMED_BY[kind]:
        if table in OBJECTS:
            landing.db.execute(
                f"update main.{table} as named"
                f" set {column} = nullif(joined.there, named.id), version = {landing.version}"
                f" from {joined} as joined where named.{column} = joined.loser"
            )
    _once(landing, kind, joined)
    landing.db.execute(f"delete from main.{kind} where id in (select loser from {joined})")
    remember(landing, kind, targets)


def remember(landing: Landing, kind: Mergeable, targets: dict[str, str]) -> None:
    """Note which record has by now what each loser had: `targets` {loser: target}."""
    landing.db.execute(
        "insert into merged by name select unnest($losers) as id, $kind as record_kind,"
        " unnest($targets) as survivor_id, $version as version",
        {
            "losers": list(targets),
            "targets": list(targets.values()),
            "kind": kind,
            "version": landing.version,
        },
    )


def restore(landing: Landing, kind: Mergeable, there: str, here: str) -> None:
    """What was taken out here because a pair has it once is back: Salesforce may have kept
    just that one."""
    for table, keys in NATURAL.items():
        rest = [key for key in keys if key != f"{kind}_id"]
        if len(rest) == len(keys):
            continue
        same = " and ".join(f"mine.{key} = known.{key}" for key in rest)
        landing.db.execute(
            f"""
            insert into main.{table} by name
            select known.*, $version as version
            from upstream.{table} as known
            where known.{kind}_id = $there
                and known.id not in (select id from main.{table})
                and exists (
                    select 1
                    from main.{table} as mine
                    where mine.{kind}_id = $here and {same}
                )
            """,
            {"version": landing.version, "there": there, "here": here},
        )


def rename_there(landing: Landing, kind: Mergeable, winners: dict[str, str]) -> None:
    """As if the last export had named the winners already: `winners` {loser: winner}."""
    if not winners:
        return
    db, won = landing.db, _pairs(landing, winners)
    for table, column in NAMED_BY[kind]:
        # Another system knows nothing of it.
        if table in OBJECTS and OBJECTS[table].api:
            db.execute(
                f"update upstream.{table} as named set {column} = nullif(won.there, named.id)"
                f" from {won} as won where named.{column} = won.loser"
            )
    db.execute(f"delete from upstream.{kind} where id in (select loser from {won})")


def _once(landing: Landing, kind: Mergeable, joined: str) -> None:
    """What was added here to a loser is not added to its target once more."""
    for table, keys in NATURAL.items():
        if f"{kind}_id" not in keys:
            continue
        same = " and ".join(f"other.{key} = mine.{key}" for key in keys)
        twice = f"""
            mine.{kind}_id in (select there from {joined})
            and starts_with(mine.id, '{OWN_KEY}')
            and {same}
            and other.id <> mine.id
            and (other.id < mine.id or not starts_with(other.id, '{OWN_KEY}'))
        """
        if table == "relation":  # of which a pair has one, so that one is active again
            landing.db.execute(
                f"update main.relation as other set active = true, end_date = null"
                f" from main.relation as mine where {twice}"
                f" and coalesce(mine.active, true) and not coalesce(other.active, true)"
            )
            _say_both(landing, twice)
        else:
            twice += " and coalesce(other.active, true)"
        landing.db.execute(
            f"delete from main.{table} as mine using main.{table} as other where {twice}"
        )


def _say_both(landing: Landing, twice: str) -> None:
    """What was said of a relation that was added here holds for the one that stays, after a choice
    where that says otherwise."""
    said = ", ".join(f"other.{name}, mine.{name}" for name in relations.SAID)
    rows = landing.db.execute(
        f"""
        select other.id, {said}, mine.version
        from main.relation as mine, main.relation as other
        where {twice}
        order by mine.id
        """
    ).fetchall()
    for id, *values, version in rows:
        for name, theirs, ours in zip(relations.SAID, values[::2], values[1::2], strict=True):
            if ours is None or ours == theirs:
                continue
            landing.db.execute(f"update main.relation set {name} = ? where id = ?", [ours, id])
            if theirs is not None and not id.startswith(OWN_KEY):
                clashes.note(landing, "relation", id, name, (None, theirs, ours), version)


def _named(landing: Landing, kind: Mergeable, losers: list[str]) -> list[str]:
    """Those that are named by what is not in any export, such as tiles and decisions."""
    places = OURS[kind] + ((("departure", "id"),) if kind == "contact" else ())
    named = " union ".join(f"select {column} as id from main.{table}" for table, column in places)
    rows = landing.db.execute(
        f"select id from ({named}) where id in (select unnest($losers::varchar[])) order by id",
        {"losers": losers},
    ).fetchall()
    return [id for (id,) in rows]


def _pairs(landing: Landing, pairs: dict[str, str]) -> str:
    """The relation of pairs: columns loser, there."""
    return landing.keep(
        "joined",
        "select unnest($losers::varchar[]) as loser, unnest($there::varchar[]) as there",
        {"losers": list(pairs), "there": list(pairs.values())},
    )

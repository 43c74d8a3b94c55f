"""What the scores of a load are made of, counted once and kept when findings go.

Counted are the records of the last export, and of each the worst that the export shows
(dq/judging/shown.py). What that weighs is a setting, so a score is worked out where it is read
(dq/queries/review/scores.py).

Tested in tests/judging/test_scores.py.
"""

from collections.abc import Mapping
from typing import Protocol

import duckdb

from dq.checks import SEVERITIES
from dq.judging.facts import derived
from dq.objects import OBJECTS, naming


class Rule(Protocol):
    """What a score needs of a check."""

    @property
    def id(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def record_kind(self) -> str: ...
    @property
    def dimension(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def within(self) -> bool: ...


def count(db: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule], load_id: int) -> None:
    """Write the numbers of this load anew, by the rules that could be worked out."""
    counting = [rule for rule in rules.values() if rule.record_kind in OBJECTS and not rule.within]
    db.execute("delete from tally where load_id = ?", [load_id])
    _records(db, sorted({rule.record_kind for rule in counting}))
    _tally(db, counting, load_id)
    db.execute("drop table temp.exported_record")
    _duration(db, [rule.id for rule in counting], load_id)


def _records(db: duckdb.DuckDBPyConnection, kinds: list[str]) -> None:
    """The records of the last export, with whose account they are of and what that belongs to."""
    parts = [
        f"""
        select
            '{kind}' as record_kind, record.id as record_id, account.owner, family.root_id,
            {"record.status" if kind == "contact" else "null::varchar"} as status
        from upstream.{kind} as record
        {_account(kind)}
        left join family on family.account_id = account.id
        """
        for kind in kinds
    ]
    nothing = "select '' as record_kind, '' as record_id, '' as owner, '' as root_id, '' as status"
    db.execute(
        f"""
        create or replace temp table exported_record as
        with family as materialized ({derived.climbed("upstream")})
        {" union all ".join(parts) or nothing + " where false"}
        """
    )


def _account(kind: str) -> str:
    """The join that finds the account of a record of this kind in the export, as `account`."""
    of_account, of_contact = naming(kind, "account"), naming(kind, "contact")
    if of_account:
        return f"left join upstream.account as account on account.id = record.{of_account}"
    if of_contact:
        return (
            f"left join upstream.contact as person on person.id = record.{of_contact}"
            " left join upstream.account as account on account.id = person.account_id"
        )
    return "left join upstream.account as account on false"


# Of the records that a dimension asks about the worst that is shown, per whose they are.
TALLY = """
    insert into tally
    with worst as (
        select dimension, record_kind, record_id, min(place) as place
        from finding
        join (
            select
                unnest($checks::varchar[]) as check_id,
                unnest($dimensions::varchar[]) as dimension,
                unnest($places::integer[]) as place
        ) using (check_id)
        where shown_load = $load
        group by dimension, record_kind, record_id
    ), asked as (
        select
            unnest($by::varchar[]) as dimension,
            unnest($kinds::varchar[]) as kind,
            unnest($scopes::varchar[]) as scope
    )
    select
        $load,
        case
            when grouping(owner) = 0 then 'owner'
            when grouping(root_id) = 0 then 'tree'
            else 'all'
        end,
        if(grouping(owner) = 0, coalesce(owner, ''), coalesce(root_id, '')),
        dimension,
        count(*),
        count(*) filter (place = 0),
        count(*) filter (place = 1),
        count(*) filter (place = 2),
        false
    from exported_record
    join asked
        on kind = exported_record.record_kind
        and case scope
            when 'all' then true when 'left' then status = 'left' else in_service(status)
        end
    left join worst using (dimension, record_kind, record_id)
    group by grouping sets ((dimension), (dimension, owner), (dimension, root_id))
"""


def _tally(db: duckdb.DuckDBPyConnection, rules: list[Rule], load_id: int) -> None:
    """Count, per dimension, the records that it asks about by the worst of each."""
    asked = _asked(rules)
    db.execute(
        TALLY,
        {
            "load": load_id,
            "checks": [rule.id for rule in rules],
            "dimensions": [rule.dimension for rule in rules],
            "places": [SEVERITIES.index(rule.severity) for rule in rules],
            "by": [dimension for dimension, _, _ in asked],
            "kinds": [kind for _, kind, _ in asked],
            "scopes": [scope for _, _, scope in asked],
        },
    )


def _asked(rules: list[Rule]) -> list[tuple[str, str, str]]:
    """Which records each dimension asks about: of which kind, and of those which; each once."""
    every = sorted({(rule.dimension, rule.record_kind, rule.scope) for rule in rules})
    return [one for one in every if one[2] == "all" or (*one[:2], "all") not in every]


def _duration(db: duckdb.DuckDBPyConnection, checks: list[str], load_id: int) -> None:
    """How long what this load solved was open, how long what is open is, and what came back; by
    the days of the exports."""
    db.execute("delete from duration where load_id = ?", [load_id])
    db.execute(
        """
        insert into duration
        with now as (select max(exported) as day from load where id = $load),
        known as (
            select
                shown_load = $load as open,
                returned_load = $load as returned,
                (select day from now) - since.exported as days
            from finding
            left join load as since on since.id = coalesce(
                if(returned_load <= shown_load, returned_load, null), first_load
            )
            where list_contains($checks, check_id)
                and (
                    shown_load = $load
                    or (
                        solved_load is not null
                        and shown_load = (select max(load_id) from measure where load_id < $load)
                    )
                )
        )
        select
            $load,
            count(*) filter (not open), median(days) filter (not open),
            count(*) filter (open), median(days) filter (open),
            count(*) filter (open and returned)
        from known
        """,
        {"load": load_id, "checks": checks},
    )

"""What moves in an older store, version by version; what is new in it is in tables.sql.

Tested in tests/store/test_shape.py.
"""

# Migration n brings a store from version n to n + 1. It finds the tables of today, with what an
# older version had besides, and moves that; tables and columns that are new are there by then, and
# macros and views are made afterwards (shape.py). One that only says that there is something new
# moves nothing.
MIGRATIONS: list[str] = [
    # 1: a change keeps the rows that it wrote, and can be taken back.
    """
    update change set edits = '[]', told = json_object('before', before, 'after', after);
    alter table change drop column before;
    alter table change drop column after;
    update decision set id = concat_ws(':', record_kind, left_id, right_id);
    """,
    # 2: what the last full matching left out; filled by the next one.
    "",
    # 3: indexes, which went again.
    "",
    # 4: who left, who took over, and the back office's tiles.
    "",
    # 5: what is on its way to Salesforce, merged there, or changed on both sides.
    "",
    # 6: a person's name and a general card, said once.
    "",
    # 7: no index on a table that is written to; whether the log is there; what people must know;
    # records that matching stumbles over are named, and so are letters that went wrong; words that
    # say nothing are no address; what Salesforce alone knows of a card's mail and of a login; what
    # waits for its day, and until which day a package goes.
    "",
    # 8: what waits for a yes, what may differ from Salesforce, and findings that are under way.
    """
    -- Leavings that were noted before they had their day.
    update change
    set edits = dated.edits
    from (
        with edit as (
            select id, edit, place
            from (
                select
                    id, unnest(edits::json[]) as edit,
                    generate_subscripts(edits::json[], 1) as place
                from change
                where command = 'leave' and not contains(edits::varchar, '"from"')
            ) as written
        ),
        -- What is written for a leaver stands before the note that they leave.
        meant as (
            select
                id, place, edit,
                case when edit ->> 'table' not in ('departure', 'succession', 'tile', 'step')
                then first_value(
                    if(edit ->> 'table' = 'departure', edit ->> 'id', null) ignore nulls
                ) over (
                    partition by id order by place rows between 1 following and unbounded following
                ) end as leaver,
                case when edit ->> 'before' is null or edit -> 'after' ->> 'active' = 'true'
                    then 'effective_date' else 'last_day'
                end as field
            from edit
        )
        select meant.id, to_json(list(
            -- Not by json_merge_patch, which drops what is null.
            case when departure.id is null then edit
                else ((edit::varchar)[:-2] || ',' || (json_object(
                    'from', if(field = 'last_day', last_day + 1, effective_date)::varchar,
                    'of', json_array(leaver, field)
                )::varchar)[2:])::json
            end
            order by place
        )) as edits
        from meant
        left join departure on departure.id = leaver
        group by meant.id
    ) as dated
    where change.id = dated.id;
    """,
    # 9: who takes over besides, and as of when, where Salesforce has fields for them.
    "",
    # 10: what a store lacks that was made by a version as it was before it was done.
    "",
    # 11: cases, and what was decided of a finding or given to somebody.
    "",
]

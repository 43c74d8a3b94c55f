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
    # 12: what scores are made of, weighed by severity. Those of before counted every record with a
    # finding as lost; of how many it was an error, a warning or a notice the findings say.
    """
    update finding
    set shown_load = if(solved_load is null, (select max(load_id) from judged), last_load)
    where not coalesce(
        disposed = 'accepted'
        and concat_ws('~', check_id, record_kind, record_id, coalesce(other_id, '')) in (
            select id from disposition where load_id < (select max(load_id) from judged)
        ),
        false
    );
    create table if not exists score (load_id integer, dimension varchar, value double);
    insert into tally
    with weighed as (
        select
            *,
            case
                when check_id in (
                    'leaver_still_approves', 'username_clash', 'username_taken',
                    'account_not_found', 'contact_without_account', 'invalid_email',
                    'leaver_can_log_in', 'leaver_without_successor', 'missing_email',
                    'project_without_approver', 'username_missing', 'username_not_email'
                ) then 0
                when check_id in (
                    'damaged_account', 'damaged_bc_contact', 'damaged_project', 'damaged_text',
                    'damaged_user', 'duplicate_relation', 'email_other_domain', 'invalid_phone',
                    'missing_title', 'unused_login', 'username_lookalike'
                ) then 2
                else 1
            end as place,
            case
                when check_id in (
                    'contact_without_account', 'missing_email', 'project_without_approver',
                    'username_missing', 'missing_name', 'missing_title'
                ) then 'completeness'
                when check_id in (
                    'invalid_email', 'bounced_email', 'email_domain_typo', 'damaged_account',
                    'damaged_bc_contact', 'damaged_project', 'damaged_text', 'damaged_user',
                    'invalid_phone'
                ) then 'validity'
                when check_id in (
                    'username_clash', 'username_taken', 'duplicate_person', 'duplicate_account',
                    'duplicate_email', 'general_card_double', 'duplicate_relation',
                    'username_lookalike'
                ) then 'uniqueness'
                when check_id in (
                    'leaver_still_approves', 'leaver_can_log_in', 'leaver_without_successor',
                    'leaver_active_in_bc', 'successor_left', 'unused_login'
                ) then 'timeliness'
                else 'consistency'
            end as dimension
        from finding
        where record_kind <> 'file' and check_id <> 'tile_overdue'
    ), worst as (
        select score.load_id, score.dimension, record_kind, record_id, min(place) as place
        from score
        join weighed on weighed.dimension = score.dimension
            and first_load <= score.load_id and coalesce(solved_load > score.load_id, true)
        group by all
    ), share as (
        select
            load_id, dimension, count(*) filter (place = 0) / count(*) as errors,
            count(*) filter (place = 2) / count(*) as notices
        from worst
        group by all
    )
    select
        score.load_id, 'all', '', score.dimension, 100000,
        round(100000 * (1 - value) * coalesce(errors, 0)),
        round(100000 * (1 - value) * (1 - coalesce(errors, 0) - coalesce(notices, 0))),
        round(100000 * (1 - value) * coalesce(notices, 0)), true
    from score
    left join share using (load_id, dimension)
    where score.dimension <> 'overall';
    drop table score;
    insert into duration
    select
        now.id, count(*) filter (solved_load = now.id),
        median(now.exported - since.exported) filter (solved_load = now.id),
        count(*) filter (solved_load is distinct from now.id),
        median(now.exported - since.exported) filter (solved_load is distinct from now.id),
        count(*) filter (returned_load = now.id)
    from load as now
    join finding on first_load <= now.id and coalesce(solved_load >= now.id, true)
        and record_kind <> 'file' and check_id <> 'tile_overdue'
    left join load as since
        on since.id = if(returned_load <= now.id, returned_load, first_load)
    group by now.id;
    """,
    # 13: what was learned from decisions; filled by the next matching.
    "",
]

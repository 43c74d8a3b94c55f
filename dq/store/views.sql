-- Every macro and view: what is said once of the tables in tables.sql. They are made anew whenever
-- this text, or that of the tables, is another than the one that a store has (shape.py).

-- An address or username as it is compared: without case and outer spaces; null when empty.
create macro folded(text) as nullif(lower(trim(text)), '');

-- Whether a text is the one wanted, as both are compared. That it is in there is asked first, of every
-- row: it is a fifth of the work.
create macro folds_to(text, wanted) as case
    when contains(lower(text), folded(wanted)) then folded(text) = folded(wanted)
    else false
end;

-- The same, null also where it says nothing: dashes, or a word such as onbekend or n.v.t.
create macro said(text) as case
    when contains(text, '@') and strlen(text) > 3
        or regexp_matches(text, '[{letter}{digit}]')
        and list_contains((select list(word) from empty_word), lower(trim(text))) is not true
    then folded(text)
end;

-- A name or the start of an address by its letters alone: "van 't Hòff" is vanthoff.
create macro letters(text) as regexp_replace(strip_accents(lower(text)), '[^a-z]', '', 'g');

-- Whether a text says nothing: empty, or without a letter of any script.
create macro wordless(text) as
    text is null or (upper(text) = lower(text) and not regexp_matches(text, '[{letter}]'));

-- The domain that stands for those that belong with this one (a setting, see dq/settings).
create macro firm(domain) as coalesce(getvariable('firms')[domain], domain);

create macro host_of(website) as
    nullif(regexp_extract(lower(trim(website)), '^(?:https?://)?(?:www\.)?([^/:?#]+)', 1), '');

-- A valid number as a Dutch reader dials it, from E.164: 06 12345678, 030 1234567, 00 4930123456.
-- Spaces keep a spreadsheet from taking it for a number and dropping the zero.
create macro dialled(e164) as case
    when e164 like '+316%' then '06 ' || substr(e164, 5)
    when regexp_matches(e164, '^[+]31(1[035]|2[0346]|3[03568]|4[03567]|5[0358]|7|8[58])')
        then '0' || substr(e164, 4, 2) || ' ' || substr(e164, 6)
    when e164 like '+31%' then '0' || substr(e164, 4, 3) || ' ' || substr(e164, 7)
    else '00 ' || substr(e164, 2)
end;

-- The columns that some file had, per object; a check on a column that none had stays silent.
create view exported as
select distinct entry ->> 'object' as object, unnest((entry -> 'fields')::varchar[]) as field
from (select unnest(files::json[]) as entry from load);

-- Whether the field of the object can be judged: a file had it, or nothing is known of the files.
create macro known(object_name, field_name) as
    not exists (select 1 from exported where object = object_name)
    or exists (select 1 from exported where object = object_name and field = field_name);

-- The columns that the last export of an object had; what a field holds of others is not known any
-- more, since it may have changed there.
create view shown_field as
with entry as (
    select
        id, entry ->> 'object' as object, entry,
        coalesce((entry ->> 'new')::integer, 0) + coalesce((entry ->> 'changed')::integer, 0)
            + coalesce((entry ->> 'unchanged')::integer, 0) as rows
    from (select id, unnest(files::json[]) as entry from load) as file
), held as (
    select id, object, sum(rows) as rows from entry group by id, object
), whole as (
    -- A list of a few says nothing of the columns of all.
    select object, max(id) as id
    from held
    where 2 * rows >= (select max(rows) from held as other where other.object = held.object)
    group by object
)
select distinct object, unnest((entry -> 'fields')::varchar[]) as field
from entry
where (object, id) in (select (object, id) from whole);

-- What people call a record: an account or project by its name, else its id; a card by the person's
-- name, else its e-mail address, else its id. By the three parts of a name alone: null without one.
create macro called
    (name, id) as coalesce(name, id),
    (first_name, middle_name, last_name) as
        nullif(concat_ws(' ', first_name, middle_name, last_name), ''),
    (first_name, middle_name, last_name, email, id) as
        coalesce(nullif(concat_ws(' ', first_name, middle_name, last_name), ''), email, id);

-- Whether a card's person is in service.
create macro in_service(status) as coalesce(status, 'active') not in ('left', 'inactive');

-- Whether it can be told if a card without a first name is a general one.
create macro general_known(kind) as
    kind is not null
    or not exists (select 1 from exported)
    or 3 = (
        select count(*)
        from exported
        where (object, field) in (
            ('contact', 'last_name'), ('contact', 'account_id'), ('account', 'name')
        )
    );

-- Whether a card is its account's general card: the rule of dq/values/general.py.
create macro is_general(kind, first_name, last_name, account_name) as {general};

-- A contact as people speak of it: what they call it, with its account's name, whether it is in
-- service, whether it is a general card, and its e-mail address as it is compared.
create view card as
select
    contact.*,
    account.name as account_name,
    account.owner as owner,
    in_service(contact.status) as active,
    is_general(contact.kind, contact.first_name, contact.last_name, account.name) as general,
    -- The name alone, empty without one.
    coalesce(called(contact.first_name, contact.middle_name, contact.last_name), '') as full_name,
    called(
        contact.first_name, contact.middle_name, contact.last_name, contact.email, contact.id
    ) as called,
    nullif(split_part(contact.address, '@', 2), '') as domain
-- Where the record is in its table: a few are found by their ids first, and read by this then.
from (select *, said(email) as address, rowid as place from contact) as contact
left join account on account.id = contact.account_id;

-- Every username in use, on a card or by a portal user of a card, once per card; one that is not
-- active is still taken.
create view claim as
with other as materialized (
    -- Nearly every portal user has its card's username; comparing the rest is then cheap.
    select portal_user.contact_id, portal_user.username, portal_user.active
    from portal_user
    anti join contact
        on contact.id = portal_user.contact_id
        and contact.username = portal_user.username
    where said(portal_user.username) is not null
)
select id as contact_id, said(username) as username, true as active
from contact
where said(username) is not null
union all
select contact.id, said(other.username), bool_or(coalesce(other.active, true))
from other
join contact on contact.id = other.contact_id
where said(other.username) is distinct from said(contact.username)
group by contact.id, said(other.username);

-- Who has the tasks of somebody who is not there: the first in the chain of successors who is.
create view heir as
with recursive chain as (
    select id as contact_id, successor_id, 1 as links
    from contact
    where status in ('left', 'inactive') and successor_id is not null
    union all
    select chain.contact_id, contact.successor_id, chain.links + 1
    from chain
    join contact on contact.id = chain.successor_id
    -- A chain may bite its own tail.
    where contact.status in ('left', 'inactive')
        and contact.successor_id is not null
        and chain.links < 50
)
select chain.contact_id, chain.successor_id as heir_id, chain.links
from chain
join contact on contact.id = chain.successor_id
where in_service(contact.status);

-- Whether the portal lets a contact in: with a username, in service, and unless every portal user
-- of theirs is switched off. Ask it of a column with its table (card.id): a bare id is that of
-- the table inside.
create macro lets_in(card_id) as coalesce(
    (
        select
            in_service(it.status)
            and said(it.username) is not null
        from contact as it
        where it.id = card_id
    )
    and coalesce(
        (
            select bool_or(coalesce(login.active, true))
            from portal_user as login
            where login.contact_id = card_id
        ),
        true
    ),
    false
);

-- What somebody approves now: active approvals on projects that are not closed. Without a status
-- a project is closed when it ended before the day of the last export.
create view approving as
select
    approval.id, approval.contact_id, approval.project_id, approval.kind,
    project.name as project_name, project.account_id
from approval
left join project on project.id = approval.project_id
where coalesce(approval.active, true)
    and not coalesce(
        project.status = 'closed', project.end_date < (select max(exported) from load), false
    );

-- A tile with how far it is: open, busy as soon as somebody has it or did a step, or done.
create view board as
select
    tile.id, tile.contact_id, tile.kind, tile.made, tile.made_by, tile.assignee, tile.version,
    count(*) as steps, count(step.done) as steps_done,
    case
        when count(*) = count(step.done) then 'done'
        when tile.assignee is not null or count(step.done) > 0 then 'busy'
        else 'open'
    end as state,
    if(count(*) = count(step.done), max(step.done), null) as closed
from tile
join step on step.tile_id = tile.id
group by
    tile.id, tile.contact_id, tile.kind, tile.made, tile.made_by, tile.assignee, tile.version;

-- What is compared of a record; a decision that two are not the same holds as long as this does.
create macro contact_said(it) as md5(concat_ws(
    '|', coalesce(it.first_name, '-'), coalesce(it.middle_name, '-'), coalesce(it.last_name, '-'),
    coalesce(it.title, '-'), coalesce(it.email, '-'), coalesce(it.phone, '-'),
    coalesce(it.mobile, '-'), coalesce(it.account_id, '-')
));
create macro account_said(it) as md5(concat_ws(
    '|', coalesce(it.name, '-'), coalesce(it.parent_id, '-'), coalesce(it.kvk_number, '-'),
    coalesce(it.website, '-'), coalesce(it.phone, '-'), coalesce(it.postal_code, '-'),
    coalesce(it.city, '-')
));
create macro compared(kind, record_id) as case kind
    when 'contact' then (select contact_said(contact) from contact where contact.id = record_id)
    else (select account_said(account) from account where account.id = record_id)
end;

-- The decisions that hold: "not the same" is open again as soon as one of the two changed. Only
-- the records of such decisions are looked at, of a hundred thousand perhaps ten.
create view ruling as
with asked as materialized (
    select record_kind, unnest([left_id, right_id]) as id
    from decision
    where not same and seen is not null
), now as (
    select 'contact' as record_kind, id, contact_said(contact) as said
    from contact
    where id in (select id from asked where record_kind = 'contact')
    union all
    select 'account', id, account_said(account)
    from account
    where id in (select id from asked where record_kind = 'account')
)
select decision.*
from decision
left join now as l on l.record_kind = decision.record_kind and l.id = left_id
left join now as r on r.record_kind = decision.record_kind and r.id = right_id
where decision.same or decision.seen is null or decision.seen = concat_ws(' ', l.said, r.said);

-- The same with what follows from them (`follows`): who is one with somebody is one with whoever that
-- is one with, and another than whoever that is not. What was said of a pair itself goes first; where
-- that sets two apart who would be one by others, nothing follows from any of these.
create view settled as
with recursive ruled as materialized (
    select record_kind, left_id, right_id, same from ruling
), edge as (
    select record_kind, left_id as id, right_id as other from ruled where same
    union all
    select record_kind, right_id, left_id from ruled where same
), reached as (
    from edge
    union
    select reached.record_kind, reached.id, edge.other
    from reached
    join edge on edge.record_kind = reached.record_kind and edge.id = reached.other
), class as (
    select record_kind, id, min(other) as head from reached group by record_kind, id
), torn as (
    select distinct ruled.record_kind, l.head
    from ruled
    join class as l on l.record_kind = ruled.record_kind and l.id = left_id
    join class as r on r.record_kind = ruled.record_kind and r.id = right_id
    where not same and l.head = r.head
), one_with as (
    select record_kind, id, other
    from reached
    anti join (
        select record_kind, id from class join torn using (record_kind, head)
    ) using (record_kind, id)
), follows as (
    select record_kind, id as left_id, other as right_id, true as same
    from one_with
    where id < other
    union
    select
        ruled.record_kind,
        least(coalesce(l.other, left_id), coalesce(r.other, right_id)),
        greatest(coalesce(l.other, left_id), coalesce(r.other, right_id)),
        false
    from ruled
    left join one_with as l on l.record_kind = ruled.record_kind and l.id = left_id
    left join one_with as r on r.record_kind = ruled.record_kind and r.id = right_id
    where not same
)
select record_kind, left_id, right_id, same, false as follows from ruled
union all
select record_kind, left_id, right_id, same, true
from follows
anti join ruled using (record_kind, left_id, right_id);

-- The checks that the team switched off (dq/settings/sections/checks.py).
create view switched_off as
select substr(name, 7) as check_id
from setting
where starts_with(name, 'check_') and value ->> '$' = 'off';

-- What is wrong: no repair of it is under way, nobody decided that it may stay or wait, and the
-- check is on.
create view open_finding as
select *
from finding
where solved_load is null and under_way is null and disposed is null
    and check_id not in (from switched_off);

-- What was found of a record that somebody was given to see to: what an export brought later, or
-- brought back, nobody was given.
create view given_finding as
select assignment.*, finding.check_id, finding.other_id
from assignment
join finding using (record_kind, record_id)
left join change on change.id = assignment.version
left join load on load.id = coalesce(finding.returned_load, finding.first_load)
where finding.solved_load is null
    and finding.disposed is distinct from 'accepted'
    and finding.check_id not in (from switched_off)
    and coalesce(load.loaded <= change.moment, true);

-- Who sees to a record, as long as something of what they were given is not settled.
create view given as
select distinct id, record_kind, record_id, assignee, due, version
from given_finding;

-- Who has what a merged record had: the last in the chain of survivors.
create view survivor as
with recursive chain as (
    select id, survivor_id, 1 as links
    from merged
    union all
    select chain.id, merged.survivor_id, chain.links + 1
    from chain
    join merged on merged.id = chain.survivor_id
    where chain.links < 50
)
select chain.id, chain.survivor_id
from chain
anti join merged on merged.id = chain.survivor_id;

-- The records that each change is about.
create view touched as
select
    id as change_id, moment, actor, command, undoes, undone_by,
    edit ->> 'table' as record_table, edit ->> 'id' as row_id,
    unnest((edit -> 'about')::varchar[]) as record_id
from (select *, unnest(edits::json[]) as edit from change) as change;

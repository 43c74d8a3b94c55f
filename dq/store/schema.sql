-- Every table of the store. `upstream` is what Salesforce and Business Central last exported,
-- `main` is how the team wants it; both have the same columns, main also a row version: the change
-- that wrote the row last.
-- No table has an index: DuckDB 2.0 loses confirmed updates in one that has (tests/test_recovery.py).
create schema if not exists upstream;

create table upstream.account (
    id varchar, name varchar, parent_id varchar, type varchar, phone varchar, website varchar,
    street varchar, postal_code varchar, city varchar, kvk_number varchar, owner varchar
);
create table upstream.contact (
    id varchar, account_id varchar, kind varchar, salutation varchar, first_name varchar,
    middle_name varchar, last_name varchar, title varchar, department varchar, email varchar,
    phone varchar, mobile varchar, username varchar, status varchar, successor_id varchar,
    postal_code varchar, city varchar, created timestamp, modified timestamp, bounced timestamp,
    bounce_reason varchar, second_successor_id varchar, takeover_date date
);
create table upstream.relation (
    id varchar, account_id varchar, contact_id varchar, roles varchar, active boolean,
    direct boolean, start_date date, end_date date
);
create table upstream.portal_user (
    id varchar, username varchar, contact_id varchar, email varchar, active boolean,
    first_name varchar, last_name varchar, last_login timestamp
);
create table upstream.project (
    id varchar, name varchar, account_id varchar, status varchar, start_date date, end_date date
);
create table upstream.approval (
    id varchar, project_id varchar, contact_id varchar, kind varchar, active boolean
);
create table upstream.bc_contact (
    id varchar, salesforce_id varchar, name varchar, email varchar, company_number varchar,
    blocked boolean
);

create table main.account as select *, 1 as version from upstream.account limit 0;
create table main.contact as select *, 1 as version from upstream.contact limit 0;
create table main.relation as select *, 1 as version from upstream.relation limit 0;
create table main.portal_user as select *, 1 as version from upstream.portal_user limit 0;
create table main.project as select *, 1 as version from upstream.project limit 0;
create table main.approval as select *, 1 as version from upstream.approval limit 0;
create table main.bc_contact as select *, 1 as version from upstream.bc_contact limit 0;

-- One row per load; `exported` is the day the files speak of, `files` a JSON list of
-- {name, object, fields, headers, codes, new, changed, unchanged, gone, rejected, deleted}: what the
-- file calls each field, and which of its words stand for a code.
create table load (
    id integer, loaded timestamp, exported date, actor varchar, files json
);
-- The column mapping that a user chose for files with this header; `columns` is a JSON object
-- {header: field}.
create table mapping (shape varchar, object varchar, columns json);

-- One row per change that a user made: who, when, why, and the rows that it wrote: `edits` is a
-- JSON list as dq/store/ledger.py makes it, `told` what is to be said that is not in rows (of a load).
-- `undoes` names the change that this one took back, `undone_by` the one that took this one back.
create sequence change_id;
create table change (
    id bigint, moment timestamp, actor varchar, command varchar, reason varchar,
    edits json, told json, undoes bigint, undone_by bigint
);
-- The records that each change is about.
create view touched as
select
    id as change_id, moment, actor, command, undoes, undone_by,
    edit ->> 'table' as record_table, edit ->> 'id' as row_id,
    unnest((edit -> 'about')::varchar[]) as record_id
from (select *, unnest(edits::json[]) as edit from change) as change;
-- What the team set differently from dq/settings/settings.toml.
create table setting (name varchar, value json);

-- What the libraries said of a value, asked once per distinct value.
create table email_fact (email varchar, valid boolean, reason varchar, suggestion varchar);
create table phone_fact (phone varchar, valid boolean, e164 varchar);
-- Only texts that may have letters that went wrong; `repaired` is what they likely were.
create table text_fact (text varchar, damaged boolean, repaired varchar);

-- What follows from the data as a whole, worked out anew before it is judged. Addresses that are
-- nobody's (on a large part of the cards, or ending in .invalid; without `cards` what is no address
-- at all, or is made of a word that says nothing), each account's top account, and
-- the company domains in use under a top account with their share (0..1) of the cards there; and
-- the words that say nothing (onbekend, n.v.t.), from the settings.
create table empty_word (word varchar);
create table placeholder (address varchar, cards integer);
create table family (account_id varchar, root_id varchar);
create table family_domain (
    root_id varchar, domain varchar, cards integer, share double, usual boolean
);

-- What a check found, with its history counted in loads; identity is
-- (check_id, record_kind, record_id, other_id). solved_load is null while it is open; under_way says
-- that it is put right here, and that no export has shown so yet.
create table finding (
    check_id varchar, record_kind varchar, record_id varchar, other_id varchar, detail varchar,
    first_load integer, last_load integer, solved_load integer, returned_load integer,
    under_way boolean
);
-- Open findings per check (null where it could not be worked out), and records without one per
-- dimension (0..1), after each load.
create table measure (load_id integer, check_id varchar, open integer);
create table score (load_id integer, dimension varchar, value double);

-- Likely duplicates: one row per pair, `evidence` a JSON list of {field, level, points}; and
-- one row per record in a group of two or more.
create table pair (
    record_kind varchar, left_id varchar, right_id varchar, score double, evidence json
);
create table cluster (record_kind varchar, record_id varchar, group_id varchar);
-- What people decided of a pair (left_id < right_id): one and the same, or not; the newest counts,
-- `score` is what the matching thought of it then, and `seen` what was compared.
create table decision (
    id varchar, record_kind varchar, left_id varchar, right_id varchar, same boolean, score double,
    seen varchar
);
-- Pairs at two companies that agree on the name alone: shown apart, never in a group.
create table perhaps (
    record_kind varchar, left_id varchar, right_id varchar, score double, evidence json
);
-- A contact who left: the last day, and the day from which others have the tasks; one row per
-- leaver, under the contact's id. Who has them is in succession, one row per successor.
-- `guessed`: nobody said the last day, it is the day of the last change in Salesforce.
create table departure (
    id varchar, last_day date, effective_date date, guessed boolean, version integer
);
create table succession (id varchar, contact_id varchar, successor_id varchar, version integer);
-- What the back office has to do because somebody left ('leave') or came back ('return').
create table tile (
    id varchar, contact_id varchar, kind varchar, made timestamp, made_by varchar,
    assignee varchar, version integer
);
-- One thing to do: `subject` is what (approval, status, relation, login or bc) of `person_id`,
-- `wanted` whether it is to be on or off, and the ids say which one; `record_id` is the portal user
-- or the contact in Business Central. `seen_load` is the export that showed it done, `reopened_load`
-- the one that showed the contrary.
create table step (
    id varchar, tile_id varchar, place integer, subject varchar, wanted boolean, person_id varchar,
    project_id varchar, approval_kind varchar, account_id varchar, record_id varchar,
    done timestamp, done_by varchar, seen_load integer, reopened_load integer, version integer
);
-- A group of likely duplicates that is to wait until the next load.
create table later (id varchar, record_kind varchar, load_id integer);
-- A record that was merged into another here, whose card is gone from main: a row per loser.
create table merged (id varchar, record_kind varchar, survivor_id varchar, version integer);
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
-- A package for Salesforce: what of main is on its way there since load `load_id`; `work` a JSON
-- list of {kind, record_kind, id, other_id, username} of what is to be done there by hand, `back` what
-- takes it back again (dq/outgoing/back.py).
create table package (
    id integer, made timestamp, made_by varchar, load_id integer, work json, day date, waits json,
    back json
);
-- One row of one of its files, or something done by hand (`file` and `operation` are its kind).
-- `old` and `fields` are JSON objects {our field: value} before and
-- after, `cells` {API name: text} as in the file; `state` is sent, done, failed, missed (the export
-- does not have it), arrived or withdrawn, `new_id` the id that Salesforce gave to what was made
-- here, `problem` the kind of error and `message` its own words.
create table package_row (
    key varchar, package_id integer, file varchar, record_table varchar, record_id varchar,
    operation varchar, old json, fields json, cells json, state varchar, new_id varchar,
    problem varchar, message varchar
);
-- A field that was changed here and in Salesforce, each time differently, until somebody chooses;
-- without a field: a record that was changed here is gone there, or (with `theirs`) one that was
-- taken out here is changed there. One that was merged here has the value that it has there by now.
create table clash (
    id varchar, record_table varchar, record_id varchar, field varchar, old varchar,
    theirs varchar, ours varchar, load_id integer, version integer
);
-- What differs from Salesforce and may stay so: a field of a record, or without a field the whole
-- record, as long as it is `theirs` there and `ours` here (JSON).
create table accepted (
    id varchar, record_table varchar, record_id varchar, field varchar, theirs varchar,
    ours varchar, version integer
);
-- What the last full matching left out, per kind: `dropped` a JSON list of {key, blocks, records}
-- (what the caps kept from comparison), `oversize` one of {records, ids} (components too big to be
-- believed, with the ids of their first records), `unread` one of the ids that it stumbled over.
create table matching (record_kind varchar, dropped json, oversize json, unread json);
-- The load whose data findings and pairs were last computed from, the code that did it, and the
-- day: a rule may ask how long something has waited.
create table judged (
    load_id integer, change_id bigint, code varchar, seconds double, day date
);

-- An address or username as it is compared: without case and outer spaces; null when empty.
create macro folded(text) as nullif(lower(trim(text)), '');
-- The same, null also where it says nothing: dashes, or a word such as onbekend or n.v.t.
create macro said(text) as case
    when contains(text, '@') and strlen(text) > 3 then folded(text)
    when not regexp_matches(text, '[\p{L}\p{N}]') then null
    when list_contains((select list(word) from empty_word), folded(text)) then null
    else folded(text)
end;
-- A name or the start of an address by its letters alone: "van 't Hòff" is vanthoff.
create macro letters(text) as regexp_replace(strip_accents(lower(text)), '[^a-z]', '', 'g');
-- Whether a text says nothing: empty, or without a letter of any script.
create macro wordless(text) as
    text is null or (upper(text) = lower(text) and not regexp_matches(text, '\p{L}'));
create macro host_of(website) as
    nullif(regexp_extract(lower(trim(website)), '^(?:https?://)?(?:www\.)?([^/:?#]+)', 1), '');

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

-- A person's name; null where there is none.
create macro called(first_name, middle_name, last_name) as
    nullif(concat_ws(' ', first_name, middle_name, last_name), '');
-- Whether a card is its account's general card: the shared mailbox's, in the account's name.
create macro is_general(kind, first_name, last_name, account_name) as case
    when kind is not null then kind = 'general'
    when first_name is not null then false
    else coalesce(
        length(last_name) > 2
            and (
                starts_with(lower(last_name), lower(account_name))
                or starts_with(lower(account_name), lower(last_name))
            ),
        false
    )
end;

-- A contact as people speak of it: with its account's name, whether it is in service, whether it
-- is a general card, and its e-mail address as it is compared.
create view card as
select
    contact.*,
    account.name as account_name,
    account.owner as owner,
    coalesce(contact.status, 'active') not in ('left', 'inactive') as active,
    is_general(contact.kind, contact.first_name, contact.last_name, account.name) as general,
    concat_ws(' ', contact.first_name, contact.middle_name, contact.last_name) as full_name,
    nullif(split_part(contact.address, '@', 2), '') as domain
from (select *, said(email) as address from contact) as contact
left join account on account.id = contact.account_id;

-- A contact in Business Central and the card it is: by the id noted there, else by an address that
-- one card has.
create view in_bc as
with loose as materialized (
    select bc_contact.*, said(bc_contact.email) as address
    from bc_contact
    anti join contact on contact.id = bc_contact.salesforce_id
)
select bc_contact.*, contact.id as contact_id, false as by_address
from bc_contact
join contact on contact.id = bc_contact.salesforce_id
union all
select loose.* exclude (address), single.contact_id, true
from loose
join (
    select said(email) as address, min(id) as contact_id
    from contact
    where said(email) in (select address from loose)
    group by said(email)
    having count(*) = 1
) as single
    using (address);
-- What in_bc has of one card. That an address is in the text is asked first: it is a tenth of the
-- work, over every row.
create macro bc_of(card_id) as table
with own as (
    select said(email) as address from contact where id = card_id
), alike as materialized (
    select bc_contact.*
    from bc_contact
    where contains(lower(bc_contact.email), (select address from own))
        and folded(bc_contact.email) = (select address from own)
        and bc_contact.salesforce_id is distinct from card_id
), loose as materialized (
    select alike.*
    from alike
    anti join contact on contact.id = alike.salesforce_id
)
select *
from bc_contact
where salesforce_id = card_id
union all
select *
from loose
where 1 = (
    select count(*)
    from contact
    where contains(lower(email), (select address from own))
        and folded(email) = (select address from own)
);

-- Whether the portal lets a contact in: with a username, in service, and unless every portal user
-- of theirs is switched off. Ask it of a column with its table (card.id): a bare id is that of
-- the table inside.
create macro lets_in(card_id) as coalesce(
    (
        select
            coalesce(it.status, 'active') not in ('left', 'inactive')
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
where coalesce(contact.status, 'active') not in ('left', 'inactive');

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
create macro compared(kind, record_id) as case kind
    when 'contact' then (
        select md5(concat_ws(
            '|', coalesce(first_name, '-'), coalesce(middle_name, '-'), coalesce(last_name, '-'),
            coalesce(title, '-'), coalesce(email, '-'), coalesce(phone, '-'),
            coalesce(mobile, '-'), coalesce(account_id, '-')
        ))
        from contact
        where contact.id = record_id
    )
    else (
        select md5(concat_ws(
            '|', coalesce(name, '-'), coalesce(parent_id, '-'), coalesce(kvk_number, '-'),
            coalesce(website, '-'), coalesce(phone, '-'), coalesce(postal_code, '-'),
            coalesce(city, '-')
        ))
        from account
        where account.id = record_id
    )
end;
-- The decisions that hold: "not the same" is open again as soon as one of the two changed.
create view ruling as
select decision.*
from decision
where decision.same
    or decision.seen is null
    or decision.seen = concat_ws(
        ' ', compared(decision.record_kind, decision.left_id),
        compared(decision.record_kind, decision.right_id)
    );

-- A valid number as a Dutch reader dials it, from E.164: 06 12345678, 030 1234567, 00 4930123456.
-- Spaces keep a spreadsheet from taking it for a number and dropping the zero.
create macro dialled(e164) as case
    when e164 like '+316%' then '06 ' || substr(e164, 5)
    when regexp_matches(e164, '^[+]31(1[035]|2[0346]|3[03568]|4[03567]|5[0358]|7|8[58])')
        then '0' || substr(e164, 4, 2) || ' ' || substr(e164, 6)
    when e164 like '+31%' then '0' || substr(e164, 4, 3) || ' ' || substr(e164, 7)
    else '00 ' || substr(e164, 2)
end;

-- One row: whether a log must be beside this file, and since when. Written true into the file
-- itself, and false at the head of the log; so a store that reads true has lost its log.
create table log_expected (expected boolean, since timestamp);
-- What happened to the store that people must know of, until somebody has read it: `message` is a
-- message id, `facts` a JSON object that fills it.
create table notice (moment timestamp, message varchar, facts json);

create table store_version (version integer);

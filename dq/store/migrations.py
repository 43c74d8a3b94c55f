"""What changed in the tables of the store, step by step, so that an older one can be opened."""

# Migration n brings a store from version n to n + 1; schema.sql is always the newest.
MIGRATIONS: list[str] = [
    # 1: a change keeps the rows that it wrote, and can be taken back.
    """
    alter table change add column edits json;
    alter table change add column told json;
    alter table change add column undoes bigint;
    alter table change add column undone_by bigint;
    update change set edits = '[]', told = json_object('before', before, 'after', after);
    alter table change drop column before;
    alter table change drop column after;
    alter table decision add column id varchar;
    update decision set id = concat_ws(':', record_kind, left_id, right_id);
    create view touched as
    select
        id as change_id, moment, actor, command, undoes, undone_by,
        edit ->> 'table' as record_table, edit ->> 'id' as row_id,
        unnest((edit -> 'about')::varchar[]) as record_id
    from (select *, unnest(edits::json[]) as edit from change) as change;
    alter table judged add column seconds double;
    """,
    # 2: what the last full matching left out; filled by the next one.
    "create table matching (record_kind varchar, dropped json, oversize json);",
    # 3: a card, and what hangs on it, is looked up as somebody types.
    """
    create index contact_by_id on main.contact (id);
    create index account_by_id on main.account (id);
    create index relation_by_contact on main.relation (contact_id);
    create index portal_user_by_contact on main.portal_user (contact_id);
    """,
    # 4: who left, who took over, and the back office's tiles.
    """
    alter table judged add column day date;
    create index approval_by_contact on main.approval (contact_id);
    create or replace view approving as
    select
        approval.id, approval.contact_id, approval.project_id, approval.kind,
        project.name as project_name, project.account_id
    from approval
    left join project on project.id = approval.project_id
    where coalesce(approval.active, true)
        and not coalesce(
            project.status = 'closed', project.end_date < (select max(exported) from load), false
        );
    create table departure (id varchar, last_day date, effective_date date, version integer);
    create table succession (id varchar, contact_id varchar, successor_id varchar, version integer);
    create table tile (
        id varchar, contact_id varchar, kind varchar, made timestamp, made_by varchar,
        assignee varchar, version integer
    );
    create table step (
        id varchar, tile_id varchar, place integer, subject varchar, wanted boolean,
        person_id varchar, project_id varchar, approval_kind varchar, account_id varchar,
        record_id varchar,
        done timestamp, done_by varchar, seen_load integer, reopened_load integer, version integer
    );
    create view in_bc as
    with loose as materialized (
        select bc_contact.*, folded(bc_contact.email) as address
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
        select folded(email) as address, min(id) as contact_id
        from contact
        where folded(email) in (select address from loose)
        group by folded(email)
        having count(*) = 1
    ) as single
        using (address);
    create macro bc_of(card_id) as table
    with own as (
        select folded(email) as address from contact where id = card_id
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

    create macro lets_in(card_id) as coalesce(
        (
            select
                coalesce(it.status, 'active') not in ('left', 'inactive')
                and nullif(trim(it.username), '') is not null
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
    create view heir as
    with recursive chain as (
        select id as contact_id, successor_id, 1 as links
        from contact
        where status in ('left', 'inactive') and successor_id is not null
        union all
        select chain.contact_id, contact.successor_id, chain.links + 1
        from chain
        join contact on contact.id = chain.successor_id
        where contact.status in ('left', 'inactive')
            and contact.successor_id is not null
            and chain.links < 50
    )
    select chain.contact_id, chain.successor_id as heir_id, chain.links
    from chain
    join contact on contact.id = chain.successor_id
    where coalesce(contact.status, 'active') not in ('left', 'inactive');

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
    alter table decision add column seen varchar;
    create table later (id varchar, record_kind varchar, load_id integer);
    create macro compared(kind, record_id) as case kind
        when 'contact' then (
            select md5(concat_ws(
                '|', coalesce(first_name, '-'), coalesce(middle_name, '-'),
                coalesce(last_name, '-'), coalesce(title, '-'), coalesce(email, '-'),
                coalesce(phone, '-'), coalesce(mobile, '-'), coalesce(account_id, '-')
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
    create view ruling as
    select decision.*
    from decision
    where decision.same
        or decision.seen is null
        or decision.seen = concat_ws(
            ' ', compared(decision.record_kind, decision.left_id),
            compared(decision.record_kind, decision.right_id)
        );
    """,
    # 5: what is on its way to Salesforce, merged there, or changed on both sides.
    """
    create table merged (id varchar, record_kind varchar, survivor_id varchar, version integer);
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
    create table package (id integer, made timestamp, made_by varchar, load_id integer, work json);
    create table package_row (
        key varchar, package_id integer, file varchar, record_table varchar, record_id varchar,
        operation varchar, old json, fields json, cells json, state varchar, new_id varchar,
        problem varchar, message varchar
    );
    create table clash (
        id varchar, record_table varchar, record_id varchar, field varchar, old varchar,
        theirs varchar, ours varchar, load_id integer, version integer
    );
    """,
    # 6: a person's name and a general card, said once.
    """
    create macro called(first_name, middle_name, last_name) as
        nullif(concat_ws(' ', first_name, middle_name, last_name), '');
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
    """,
    # 7: no index on a table that is written to; whether the log is there; what people must know;
    # records that matching stumbles over are named, and so are letters that went wrong; words that
    # say nothing are no address; what Salesforce alone knows of a card's mail and of a login.
    r"""
    drop index if exists contact_by_id;
    drop index if exists account_by_id;
    drop index if exists relation_by_contact;
    drop index if exists portal_user_by_contact;
    drop index if exists approval_by_contact;
    create table log_expected (expected boolean, since timestamp);
    create table notice (moment timestamp, message varchar, facts json);
    alter table matching add column unread json;
    create table text_fact (text varchar, damaged boolean, repaired varchar);
    create table empty_word (word varchar);
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
    create macro said(text) as case
        when contains(text, '@') and strlen(text) > 3 then folded(text)
        when not regexp_matches(text, '[\p{L}\p{N}]') then null
        when list_contains((select list(word) from empty_word), folded(text)) then null
        else folded(text)
    end;
    create or replace view claim as
    with other as materialized (
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
    create or replace view in_bc as
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
    create or replace macro bc_of(card_id) as table
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
    create or replace macro lets_in(card_id) as coalesce(
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
    alter table upstream.contact add column bounced timestamp;
    alter table upstream.contact add column bounce_reason varchar;
    create or replace table main.contact as
    select
        * exclude (version), null::timestamp as bounced, null::varchar as bounce_reason, version
    from main.contact;
    alter table upstream.portal_user add column first_name varchar;
    alter table upstream.portal_user add column last_name varchar;
    alter table upstream.portal_user add column last_login timestamp;
    create or replace table main.portal_user as
    select
        * exclude (version), null::varchar as first_name, null::varchar as last_name,
        null::timestamp as last_login, version
    from main.portal_user;
    create or replace view card as
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
    -- What waits for its day, and until which day a package goes.
    alter table package add column day date;
    alter table package add column waits json;
    """,
    # 8: what waits for a yes, what may differ from Salesforce, and findings that are under way.
    """
    alter table finding add column under_way boolean;
    alter table package add column back json;
    create or replace table departure as
    select id, last_day, effective_date, null::boolean as guessed, version from departure;
    create table accepted (
        id varchar, record_table varchar, record_id varchar, field varchar, theirs varchar,
        ours varchar, version integer
    );
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
    """
    alter table upstream.contact add column second_successor_id varchar;
    alter table upstream.contact add column takeover_date date;
    create or replace table main.contact as
    select
        * exclude (version),
        null::varchar as second_successor_id, null::date as takeover_date,
        version
    from main.contact;
    create or replace view card as
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
    """,
]

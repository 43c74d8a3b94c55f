"""What must hold of a store whatever was done to it: the rows that say otherwise."""

import json

GONE = "select '{0} of nobody', id from {0} anti join contact on contact.id = {0}.{1}"
PEOPLE = f"""
    select 'two direct, or one of another account, or ended' as what, contact.id
    from contact
    join relation on relation.contact_id = contact.id and relation.direct
    group by contact.id, contact.account_id
    having count(*) > 1
        or bool_or(relation.account_id is distinct from contact.account_id)
        or bool_or(
            relation.active is distinct from true and contact.status is distinct from 'left'
        )
    union all
    select 'a pair twice', contact_id
    from relation
    group by contact_id, account_id
    having count(*) > 1
    union all
    select 'a username twice', username
    from claim
    group by username
    having count(distinct contact_id) > 1
    union all
    select 'a username that is not the address', contact.id
    from contact
    left join upstream.contact as there on there.id = contact.id
    where contact.username is distinct from contact.email
        and contact.username is not null
        -- As somebody set it there, before there was Kaartenbak.
        and contact.username is distinct from there.username
    union all
    {GONE.format("relation", "contact_id")}
    union all
    {GONE.format("approval", "contact_id")}
    union all
    {GONE.format("portal_user", "contact_id")} where portal_user.contact_id is not null
    union all
    {GONE.format("decision", "left_id")} where record_kind = 'contact'
    union all
    {GONE.format("decision", "right_id")} where record_kind = 'contact'
    union all
    {GONE.format("departure", "id")}
    union all
    {GONE.format("succession", "contact_id")}
    union all
    {GONE.format("succession", "successor_id")}
    union all
    {GONE.format("tile", "contact_id")}
    union all
    {GONE.format("step", "person_id")}
    union all
    select 'a departure of somebody in service', departure.id
    from departure
    join card on card.id = departure.id and card.active
    union all
    -- Who left in Salesforce has no departure here.
    select 'somebody left without a departure', contact.id
    from contact
    anti join departure on departure.id = contact.id
    anti join upstream.contact as there on there.id = contact.id and there.status = 'left'
    where contact.status = 'left'
    union all
    select 'a successor of somebody in service', contact.id
    from contact
    anti join upstream.contact as there
        on there.id = contact.id and there.successor_id is not null
    where contact.status is distinct from 'left' and contact.successor_id is not null
    union all
    select 'a succession without a departure', succession.id
    from succession
    anti join departure on departure.id = succession.contact_id
    union all
    select 'the successor on the card did not take over', contact.id
    from contact
    anti join succession
        on succession.contact_id = contact.id
        and succession.successor_id = contact.successor_id
    anti join upstream.contact as there
        on there.id = contact.id and there.successor_id is not null
    where contact.successor_id is not null
    union all
    select 'an approval twice', contact_id
    from approving
    group by contact_id, project_id, kind
    having count(*) > 1
    union all
    select 'a leaver who still approves', approval.id
    from departure
    join approval on approval.contact_id = departure.id and approval.version < departure.version
    join approving on approving.id = approval.id
"""
WORK = """
    select 'a step without a tile' as what, id
    from step
    anti join tile on tile.id = step.tile_id
    union all
    select 'a tile without steps', id from tile anti join step on step.tile_id = tile.id
    union all
    select 'a step done by nobody', id
    from step
    where (done is null and done_by is not null)
        or (done is not null and done_by is null and seen_load is null)
    union all
    select 'merged and still here', merged.id
    from merged
    where id in (select id from main.contact union all select id from main.account)
    union all
    select 'merged twice', id from merged group by id having count(*) > 1
    union all
    select 'merged into nobody', merged.id
    from merged
    anti join (select id from survivor) as survivor on survivor.id = merged.id
    union all
    select 'merged into nobody', survivor.id
    from survivor
    where survivor_id not in (select id from main.contact union all select id from main.account)
    union all
    select 'a row of no package', key
    from package_row
    anti join package on package.id = package_row.package_id
    union all
    select 'a row of a package twice', key from package_row group by key having count(*) > 1
    union all
    select 'a row of a package in no state', key
    from package_row
    where state not in ('sent', 'done', 'failed', 'missed', 'arrived', 'withdrawn')
        or (state = 'failed') <> (problem is not null)
        or (new_id is not null and (operation <> 'insert' or state = 'failed'))
    union all
    select 'a version of the future', id
    from (
        select id, version from contact
        union all select id, version from relation
        union all select id, version from approval
        union all select id, version from portal_user
        union all select id, version from tile
        union all select id, version from step
        union all select id, version from merged
    )
    where version > (select max(id) from change)
"""
# Per table whose records can clash: on which side each is.
SIDES = """
    select '{0}' as record_table, coalesce(here.id, there.id) as id,
        here.id is not null as here, there.id is not null as there
    from main.{0} as here
    full join upstream.{0} as there on there.id = here.id
"""
SENT = ("account", "contact", "relation", "approval", "portal_user")
CLASHES = f"""
    select 'a clash over a record that is not so', clash.id
    from clash
    left join ({" union all ".join(SIDES.format(name) for name in SENT)}) as side
        on side.record_table = clash.record_table and side.id = clash.record_id
    where not case
        -- Gone there, taken out here, merged here, and else both have it.
        when field is null and theirs is null then coalesce(side.here and not side.there, false)
        when field is null then coalesce(side.there and not side.here, false)
        when clash.record_id in (select id from merged) then coalesce(side.there, false)
        else coalesce(side.here and side.there, false)
    end
    union all
    select 'a clash twice', id from clash group by id having count(*) > 1
"""
KEYS = {"setting": "name"}


# What an export may bring, and taking over what it says: two cards there with one username, an
# approval switched on there of who is merged here into somebody who has the same one, and a card
# that is gone there while the team's notes name it (it may be back with the next one).
BROUGHT = {
    "a username twice",
    "an approval twice",
    "merged into nobody",
    *(f"{name} of nobody" for name in ("decision", "departure", "succession", "tile", "step")),
}
BRING = {"load", "settle"}


def wrong(db, command, before):
    """What does not hold after a command and was not brought `before`, and what is brought now."""
    found = set(broken(db))
    brought = {one for one in found if one[0] in BROUGHT} if command in BRING else before
    return sorted(found - brought), brought


def broken(db):
    """What does not hold: (what, id) of each record."""
    found = []
    for query in (PEOPLE, WORK, CLASHES):
        found += db.execute(query).fetchall()
    return found + [*history(db)]


def history(db):
    """Rows of which the newest change that wrote them says something else, unless an export has
    been written over them since: of a row that has the version of that change, and of one that is
    there or not."""
    rows = db.execute("select id, command, edits from change order by id").fetchall()
    newest, loads = {}, [0]
    for id, command, edits in rows:
        if command == "load":
            loads.append(id)
        for edit in json.loads(edits):
            newest[edit["table"], edit["id"]] = id, edit
    for (table, key), (change, edit) in newest.items():
        row = _row(db, table, key)
        if loads[-1] > change and (row is None or row.get("version") != change):
            continue  # the export took it out, or wrote it anew
        if (row is None) != (edit["after"] is None):
            yield f"{table}: the history says otherwise of whether it is there", key
        elif row is not None:
            said = edit["after"].items()
            if wrong := {name: row[name] for name, value in said if row[name] != value}:
                yield f"{table}: the history says otherwise of {sorted(wrong)}", key


def _row(db, table, key):
    result = db.execute(f"from main.{table} where {KEYS.get(table, 'id')} = ?", [key])
    names = [column[0] for column in result.description]
    rows = result.fetchall()
    if not rows:
        return None
    return json.loads(json.dumps(dict(zip(names, rows[0], strict=True)), default=str))

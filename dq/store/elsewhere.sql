-- Of each system with people of its own (dq/sources): its people with the card that each is, by the
-- id noted there, else by an address that one card has.
create view in_{short} as
with loose as materialized (
    select {object}.*, said({object}.email) as address
    from {object}
    anti join contact on contact.id = {object}.salesforce_id
)
select {object}.*, contact.id as contact_id, false as by_address
from {object}
join contact on contact.id = {object}.salesforce_id
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

-- What in_{short} has of one card. That an address is in the text is asked first: it is a tenth of the
-- work, over every row.
create macro {short}_of(card_id) as table
with own as (
    select said(email) as address from contact where id = card_id
), alike as materialized (
    select {object}.*
    from {object}
    where contains(lower({object}.email), (select address from own))
        and folded({object}.email) = (select address from own)
        and {object}.salesforce_id is distinct from card_id
), loose as materialized (
    select alike.*
    from alike
    anti join contact on contact.id = alike.salesforce_id
)
select *
from {object}
where salesforce_id = card_id
union all
select *
from loose
where 1 = (
    -- Nobody is counted where nothing is loose.
    select count(*)
    from (select distinct folded(email) as address from loose) as wanted
    join contact
        on case
            when contains(lower(contact.email), wanted.address)
                then folded(contact.email) = wanted.address
            else false
        end
);

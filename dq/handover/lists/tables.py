"""The lists that a team lead downloads: findings, duplicate groups, usernames, cleaned contacts."""

from dataclasses import dataclass

from dq import objects
from dq.errors import N_
from dq.queries.backoffice import leavers, three_way, tiles

# message ids of the columns' headings, shared by every list
HEADINGS = objects.labels() | {
    "record_id": N_("ID"),
    "record_kind": N_("Kind of record"),
    "group_id": N_("Group"),
    "score": N_("Certainty"),
    "account": N_("Account"),
    "general": N_("General card"),
    "claimed_by": N_("Cards with this username"),
    "portal_user_id": N_("Portal user ID"),
    "portal_active": N_("Portal user active"),
    "problem": N_("Problem"),
    "check": N_("Check"),
    "severity": N_("Severity"),
    "detail": N_("Detail"),
    "other_id": N_("ID of the other record"),
    "other": N_("Other record"),
    "since": N_("Since"),
    "state": N_("State"),
    "action": N_("What to do"),
    "assignee": N_("Who has it"),
    "step": N_("Step"),
    "task": N_("Task"),
    "person": N_("Person"),
    "related_account": N_("Related account"),
    "record": N_("To look up"),
    "done": N_("Done"),
    "done_by": N_("Done by"),
    "project": N_("Project"),
    "approves": N_("Approves"),
    "last_day": N_("Last day"),
    "weeks": N_("Weeks since leaving"),
    "difference": N_("Difference"),
    "bc_id": N_("No. in Business Central"),
    "bc_blocked": N_("Inactive in Business Central"),
    "bc_email": N_("E-mail in Business Central"),
    "portal_email": N_("E-mail of the portal user"),
}


@dataclass(frozen=True)
class Table:
    """A list to download: its title (a message id) and the query of its rows.

    A query that is `named` has the parameters `$checks` (ids) and `$titles` (what to call them).
    """

    title: str
    sql: str
    named: bool = False


TABLES = {
    # One row per record in a group, groups with the most certain link first. A card's name is the
    # name alone: what else it is called by, its address, has a column of its own.
    "duplicates": Table(
        N_("Duplicate groups"),
        """
        with strength as (
            select cluster.record_kind, cluster.group_id, max(pair.score) as score
            from cluster
            join pair
                on pair.record_kind = cluster.record_kind
                and pair.left_id = cluster.record_id
            join cluster as other
                on other.record_kind = cluster.record_kind
                and other.record_id = pair.right_id
                and other.group_id = cluster.group_id
            group by all
        )
        select
            cluster.record_kind,
            cluster.group_id,
            round(strength.score, 3) as score,
            cluster.record_id,
            coalesce(card.full_name, account.name) as name,
            card.title,
            coalesce(card.email, account.website) as email,
            coalesce(dialled(phone.e164), card.phone, account.phone) as phone,
            coalesce(dialled(mobile.e164), card.mobile) as mobile,
            card.username,
            card.status,
            card.account_name as account,
            coalesce(card.owner, account.owner) as owner
        from cluster
        left join strength using (record_kind, group_id)
        left join card
            on cluster.record_kind = 'contact'
            and card.id = cluster.record_id
        left join account
            on cluster.record_kind = 'account'
            and account.id = cluster.record_id
        left join phone_fact as phone on phone.phone = coalesce(card.phone, account.phone)
        left join phone_fact as mobile on mobile.phone = card.mobile
        order by cluster.record_kind desc, strength.score desc, cluster.group_id, cluster.record_id
        """,
    ),
    # One row per claim on a username: a card's own, or its portal user's.
    "usernames": Table(
        N_("Usernames"),
        """
        with claim as (
            select said(username) as username, id as contact_id
            from contact
            where said(username) is not null
            union
            select said(username), contact_id
            from portal_user
            where said(username) is not null
        ), claimed as (
            select username, count(distinct contact_id) as claimed_by
            from claim
            group by username
        ), problem as (
            select
                finding.record_id,
                string_agg(distinct known.title, ', ' order by known.title) as problem
            from open_finding as finding
            join (select unnest($checks) as id, unnest($titles) as title) as known
                on known.id = finding.check_id
            where finding.record_kind = 'contact'
                and contains(finding.check_id, 'username')
            group by finding.record_id
        )
        select
            claim.username,
            claimed.claimed_by,
            problem.problem,
            claim.contact_id,
            card.called as name,
            card.email,
            card.status,
            card.account_name as account,
            portal_user.id as portal_user_id,
            portal_user.active as portal_active
        from claim
        join claimed using (username)
        left join card on card.id = claim.contact_id
        left join problem on problem.record_id = claim.contact_id
        left join portal_user
            on portal_user.contact_id = claim.contact_id
            and said(portal_user.username) = claim.username
        order by claimed.claimed_by desc, claim.username, claim.contact_id, portal_user.id
        """,
        named=True,
    ),
    # One row per card: addresses in lower case, phone numbers as they are dialled here.
    "contacts": Table(
        N_("Cleaned contacts"),
        """
        select
            card.id as contact_id,
            card.account_id,
            card.account_name as account,
            card.salutation,
            card.first_name,
            card.middle_name,
            card.last_name,
            card.title,
            card.department,
            lower(card.email) as email,
            coalesce(dialled(phone.e164), card.phone) as phone,
            coalesce(dialled(mobile.e164), card.mobile) as mobile,
            lower(card.username) as username,
            card.status,
            card.successor_id,
            card.general,
            card.postal_code,
            card.city,
            card.created::date as created,
            card.modified::date as modified
        from card
        left join phone_fact as phone on phone.phone = card.phone
        left join phone_fact as mobile on mobile.phone = card.mobile
        order by card.id
        """,
    ),
    # One row per leaver, project and kind.
    "approvals": Table(N_("Approvals of leavers"), f"{leavers.APPROVALS} {leavers.ORDER}"),
    # One row per step of a tile that is not done.
    "tiles": Table(N_("Tiles"), tiles.LIST),
    # One row per person and kind of disagreement.
    "three_way": Table(N_("Business Central"), three_way.LIST),
}

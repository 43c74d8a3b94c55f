"""Active cards of persons whose e-mail domain does not fit the account's usual one."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="email_other_domain",
    title=N_("E-mail domain of another company"),
    why=N_("The person may have changed employers, or the card hangs under the wrong account."),
    action=N_("Ask where the person works now; correct the address or the account."),
    reason=N_("Colleagues use {detail}."),
    severity="notice",
    dimension="consistency",
    record_kind="contact",
    compared=("email", "account_id"),
    scope="active",
    # The usual domain belongs to the top account with all its departments. A domain fits when it
    # is usual at any account that the person is linked to, has the name of the usual one (another
    # ending, a part in front), is the account's second domain or its website, or is a provider's;
    # and one that belongs with a domain that fits.
    sql="""
        with odd as materialized (
            select here.root_id, here.domain, usual.domain as usual
            from family_domain as here
            join family_domain as usual using (root_id)
            where usual.usual
                and not here.usual
                and not (here.cards >= 2 and here.share >= getvariable('usual_domain_second'))
                and split_part(here.domain, '.', -2) <> split_part(usual.domain, '.', -2)
                and firm(here.domain) <> firm(usual.domain)
        ), other as materialized (
            select card.id, odd.root_id, odd.domain, firm(odd.domain) as firm, odd.usual
            from odd
            join family using (root_id)
            join card on card.account_id = family.account_id and card.domain = odd.domain
            join email_fact on email_fact.email = card.email
            where card.active
                and not card.general
                and email_fact.valid
                and email_fact.suggestion is null
                and damerau_levenshtein(odd.domain, odd.usual) > 1
        ), linked as (
            select relation.contact_id as id, firm(family_domain.domain) as firm
            from relation
            join family using (account_id)
            join family_domain using (root_id)
            where family_domain.usual and coalesce(relation.active, true)
        ), site as (
            select family.root_id, firm(host_of(account.website)) as firm
            from account
            join family on family.account_id = account.id
        )
        select other.id as record_id, null as other_id, other.usual as detail
        from other
        anti join linked using (id, firm)
        anti join site using (root_id, firm)
    """,
)

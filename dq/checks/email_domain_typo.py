"""Active cards whose e-mail domain has a slip: gmial.com, .con, .nll, a missing dot."""

from email_validator import SPECIAL_USE_DOMAIN_NAMES
from email_validator.rfc_constants import EMAIL_MAX_LENGTH, LOCAL_PART_MAX_LENGTH

from dq.checks import Check
from dq.errors import N_
from dq.values.scripts import LETTER

# Narrower than what may be an address, so that whatever is proposed is one. The endings that exist
# for no mail: RFC 6761 and its like.
ADDRESS = (
    rf"[{LETTER}0-9_!#$%&''*+/=?^`{{|}}~-]+(\.[{LETTER}0-9_!#$%&''*+/=?^`{{|}}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
NOWHERE = (
    "xn--|[@.](" + "|".join(name.replace(".", "[.]") for name in SPECIAL_USE_DOMAIN_NAMES) + ")$"
)

CHECK = Check(
    id="email_domain_typo",
    title=N_("Typing error in the e-mail domain"),
    why=N_("Mail does not arrive, and the username made from the address does not work."),
    action=N_("Correct the address; the likely one is shown."),
    reason=N_("Probably {detail} is meant."),
    severity="warning",
    dimension="validity",
    record_kind="contact",
    compared=("email",),
    scope="active",
    # A keystroke away from the domain that is usual at the account, or on its website, is a slip as
    # well, unless the domain is at home elsewhere: on a website, or on two cards of one company.
    # What is proposed is an address itself: a cell with more in it than one is for invalid_email.
    # Materialized, so that what is asked of the few that are left is not asked within the join of
    # all cards: once the tables had been filled anew, DuckDB was busy with that for minutes.
    sql=rf"""
        with site as materialized (
            select distinct family.root_id, host_of(account.website) as domain
            from account
            join family on family.account_id = account.id
            where length(account.website) <= 255  -- what Salesforce keeps of one
        ), usual as (
            select root_id, domain from family_domain where usual
            union
            select root_id, domain from site where domain is not null
        ), company as materialized (
            select
                card.id,
                split_part(trim(card.email), '@', 1) as mailbox,
                card.domain,
                usual.domain as usual_domain
            from card
            join family using (account_id)
            join usual on usual.root_id = family.root_id
            where card.active
                and card.domain <> usual.domain
                and abs(length(card.domain) - length(usual.domain)) <= 1
                and length(usual.domain) > 6
                and regexp_full_match(card.domain, '[\w-]+(\.[\w-]+)*')
        ), slip as (
            select id, mailbox || '@' || usual_domain as suggestion
            from company
            where damerau_levenshtein(domain, usual_domain) = 1
                and not coalesce(map_contains(getvariable('firms'), domain), false)
                and domain not in (select domain from family_domain where cards >= 2)
                and domain not in (select domain from site where domain is not null)
        ), known_slip as (
            select card.id, email_fact.suggestion
            from email_fact
            join card on card.email = email_fact.email
            where card.active and email_fact.suggestion is not null
        )
        select id as record_id, null as other_id, min(suggestion) as detail
        from (select * from known_slip union all select * from slip)
        where folded(suggestion) not in (select address from placeholder)
            and regexp_full_match(suggestion, '{ADDRESS}')
            and not regexp_matches(suggestion, '{NOWHERE}')
            and strpos(suggestion, '@') <= {LOCAL_PART_MAX_LENGTH + 1}
            and length(suggestion) <= {EMAIL_MAX_LENGTH}
        group by id
    """,
)

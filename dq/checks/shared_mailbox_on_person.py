"""Active cards of persons that carry the address of a shared mailbox."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="shared_mailbox_on_person",
    title=N_("Shared mailbox on a person's card"),
    why=N_(
        "Colleagues share the login, so nobody can see who approved, and the general card "
        "cannot get its username."
    ),
    action=N_(
        "Give the mailbox a general card in the account's name, and this person their own address."
    ),
    reason=N_("{detail} is a shared mailbox."),
    severity="warning",
    dimension="consistency",
    record_kind="contact",
    scope="active",
    # jan.post@ of Jan Post and hr.jansen@ of Mr Jansen are their own: a part that is the person's
    # name or initial makes an address personal. A plus-tag (contact+anna@) tells people apart, so
    # an address with one is left alone.
    sql="""
        with addressed as (
            select
                id,
                email,
                regexp_replace(split_part(folded(email), '@', 1), '[._-]?[0-9]+$', '') as word,
                regexp_split_to_array(word, '[._-]+') as parts,
                regexp_replace(lower(first_name), '[^\\p{L}]', '', 'g') as first,
                regexp_replace(lower(last_name), '[^\\p{L}]', '', 'g') as last,
                regexp_replace(lower(middle_name), '[^\\p{L}]', '', 'g') || last as full_last,
                [first, left(first, 1), last, full_last] as own
            from card
            where active
                and not general
                and contains(email, '@')
                and folded(email) not in (select address from placeholder)
        )
        select id as record_id, null as other_id, email as detail
        from addressed
        where not list_has_any(parts, own)
            and (
                list_contains(getvariable('mailbox_words'), word)
                or (
                    list_has_any([parts[1], parts[-1]], getvariable('mailbox_words'))
                    and not list_has_any(
                        [parts[1], parts[-1]], getvariable('mailbox_words_alone')
                    )
                )
            )
    """,
)

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
    compared=("email", "first_name", "last_name"),
    scope="active",
    # jan.post@ of Jan Post and hr.jansen@ of Mr Jansen are their own: a part that is the person's
    # name or initial makes an address personal. A plus-tag (contact+anna@) tells people apart, so
    # an address with one is left alone.
    sql="""
        with word as (
            select translate(unnest(getvariable('mailbox_words')), '-_', '..') as word
        ), alone as (
            select translate(unnest(getvariable('mailbox_words_alone')), '-_', '..') as word
        ), addressed as (
            select
                id,
                regexp_replace(
                    replace(replace(split_part(address, '@', 1), '-', '.'), '_', '.'),
                    '[.]?[0-9]+$',
                    ''
                ) as whole,
                split_part(whole, '.', 1) as first,
                split_part(whole, '.', -1) as last
            from card
            where active
                and not general
                and (first_name is not null or general_known(kind))
                and contains(address, '@')
                and address not in (select address from placeholder)
        ), candidate as materialized (
            select id, whole, first, last
            from addressed
            where not contains(whole, '+')
                and (
                    whole in (select word from word)
                    or first in (select word from word)
                    or last in (select word from word)
                    or (
                        len(getvariable('mailbox_stems')) > 0
                        and regexp_matches(
                            whole,
                            format(
                                '^({0})|({0})$',
                                array_to_string(
                                    list_transform(
                                        getvariable('mailbox_stems'),
                                        lambda stem: regexp_escape(stem)
                                    ),
                                    '|'
                                )
                            )
                        )
                    )
                )
        )
        select card.id as record_id, null as other_id, card.email as detail
        from candidate
        join card using (id)
        where not list_has_any(
                string_split(whole, '.'),
                [
                    letters(card.first_name),
                    left(letters(card.first_name), 1),
                    letters(card.last_name),
                    letters(card.middle_name) || letters(card.last_name)
                ]
            )
            and (
                whole in (select word from word)
                or (first not in (select word from alone) and last not in (select word from alone))
            )
    """,
)

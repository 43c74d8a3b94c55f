"""Active cards whose username is a near-copy of another card's username."""

from dq.checks import Check
from dq.errors import N_

CHECK = Check(
    id="username_lookalike",
    title=N_("Username almost the same as another"),
    why=N_(
        "Somebody altered a username that was taken, or mistyped it; people log in as the wrong "
        "one or not at all."
    ),
    action=N_("Same person: keep one card. Otherwise correct the address that has the slip."),
    reason=N_("Looks like {detail}, the username of {other}."),
    severity="notice",
    dimension="uniqueness",
    record_kind="contact",
    other_kind="contact",
    scope="active",
    # Near: before the @, without punctuation, at most one edit apart at the same domain; or the
    # same before the @ and one edit apart after it. Not near: numbered addresses (uren1@, uren2@),
    # two mailbox words, and two people with different names who each have a username made of their
    # own name (j.bakker@, p.bakker@).
    #
    # An edit leaves the first or the last half as it is, so only usernames that share a half are
    # compared. Halves are cut for the own length and for one less: of two lengths that differ by
    # one, both have the half of the shorter.
    sql="""
        with username as (
            select distinct
                username,
                split_part(username, '@', 1) as mailbox,
                split_part(username, '@', 2) as domain,
                regexp_replace(mailbox, '[._-]', '', 'g') as bare
            from claim
            where contains(username, '@')
                and username not in (select address from placeholder)
        ), piece as (
            select username, bare as piece, domain as rest, 'before' as side
            from username
            where length(bare) >= getvariable('lookalike_length')
            union all
            select username, domain, mailbox, 'after'
            from username
            where length(bare) >= getvariable('lookalike_length')
                and not list_contains(getvariable('mailbox_words'), mailbox)
        ), cut as (
            select *, unnest([(length(piece) - 1) // 2, (length(piece) - 2) // 2]) as size
            from piece
        ), half as (
            select *, concat_ws(' ', side, rest, size, left(piece, size)) as key from cut
            union all
            select *, concat_ws(' ', side, rest, size, '-', right(piece, size)) from cut
        ), candidate as (
            select distinct
                l.username as left_username,
                r.username as right_username,
                l.piece as left_piece,
                r.piece as right_piece
            from half as l
            join half as r using (key)
            where l.username < r.username
                and abs(length(l.piece) - length(r.piece)) <= 1
        ), near as (
            select left_username, right_username, left_piece = right_piece as same
            from candidate
            where damerau_levenshtein(left_piece, right_piece) <= 1
                and not (
                    regexp_replace(left_piece, '[0-9]', '', 'g')
                    = regexp_replace(right_piece, '[0-9]', '', 'g')
                    and regexp_matches(left_piece, '[0-9]')
                    and regexp_matches(right_piece, '[0-9]')
                )
                and not (
                    list_contains(getvariable('mailbox_words'), left_piece)
                    and list_contains(getvariable('mailbox_words'), right_piece)
                )
        ), person as (
            select
                claim.contact_id,
                claim.username,
                card.active,
                plain(card.first_name) as first,
                plain(card.last_name) as last,
                plain(split_part(claim.username, '@', 1)) as mailbox,
                len(list_filter(
                    list_transform(
                        regexp_split_to_array(card.first_name || ' ' || card.last_name, '[ -]+'),
                        lambda word: plain(word)
                    ),
                    lambda word: length(word) > 2 and contains(mailbox, word)
                )) > 0
                    or length(mailbox) <= 5 and left(mailbox, 1) = left(first, 1) as own
            from claim
            join card on card.id = claim.contact_id
            where claim.username in (
                select left_username from near union all select right_username from near
            )
        ), likeness as (
            select l, r
            from near
            join person as l on l.username = near.left_username
            join person as r on r.username = near.right_username
            where l.contact_id <> r.contact_id
                and (l.active or r.active)
                and not coalesce(
                    not near.same
                        and l.own
                        and r.own
                        and (
                            left(l.first, 1) <> left(r.first, 1)
                            or (
                                length(l.first) > 2
                                and length(r.first) > 2
                                and not starts_with(l.first, r.first)
                                and not starts_with(r.first, l.first)
                                and jaro_winkler_similarity(l.first, r.first) < 0.88
                            )
                            or jaro_winkler_similarity(l.last, r.last) < 0.85
                        ),
                    false
                )
        ), direction as (
            select l as me, r as other from likeness
            union all
            select r, l from likeness
        )
        select
            me.contact_id as record_id,
            min(other.contact_id) as other_id,
            arg_min(other.username, (other.contact_id, other.username)) as detail
        from direction
        where me.active
        group by me.contact_id
    """,
)

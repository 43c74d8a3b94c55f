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
    compared=("email", "username"),
    other_kind="contact",
    scope="active",
    # Near: before the @, without punctuation, at most one edit apart at the same domain; or the
    # same before the @ and one edit apart after it. Not near: numbered addresses that are each
    # card's own (uren@, uren2@), two mailbox words, and two people with different names who each
    # have a username made of their own name (j.bakker@, p.bakker@).
    #
    # An edit leaves the first or the last half as it is, so only usernames that share a half are
    # compared: of one length, or of a length and the next, halved as the shorter is. A half that
    # hundreds share (user0001@, user0002@) says nothing and would take for ever.
    sql="""
        with username as (
            select
                username,
                split_part(username, '@', 1) as mailbox,
                split_part(username, '@', 2) as domain,
                regexp_replace(mailbox, '[._-]', '', 'g') as bare
            from (select distinct username from claim) as claimed
            anti join placeholder on placeholder.address = claimed.username
            where contains(username, '@')
                and length(bare) >= getvariable('lookalike_length')
        ), piece as (
            select username, bare as piece, domain as rest, row_number() over () as n
            from username
            union all
            select username, domain, '@' || mailbox, -row_number() over ()
            from username
            where not list_contains(getvariable('mailbox_words'), mailbox)
                and mailbox in (select mailbox from username group by mailbox having count(*) > 1)
        ), halved as (
            select n, rest, piece, true as own, length(piece) as size, (size - 1) // 2 as half
            from piece
            union all
            select n, rest, piece, false, length(piece) - 1 as size, (size - 1) // 2 as half
            from piece
        ), keyed as (
            select n, own, hash(rest, size, left(piece, half)) as key from halved
            union all
            select n, own, hash(rest, -size, right(piece, half)) as key from halved
        ), shared as (
            select key from keyed group by key having count(*) between 2 and 500
        ), narrow as (
            select keyed.n, keyed.own, keyed.key from keyed semi join shared using (key)
        ), candidate as materialized (
            select distinct l.n as left_n, r.n as right_n
            from narrow as l
            join narrow as r using (key)
            where l.own
                and (l.n < r.n or not r.own)
                and l.n <> r.n
        ), near as (
            select
                l.username as left_username,
                r.username as right_username,
                l.piece = r.piece as same,
                translate(l.piece, '0123456789', '') = translate(r.piece, '0123456789', '')
                    as numbered
            from candidate
            join piece as l on l.n = candidate.left_n
            join piece as r on r.n = candidate.right_n
            where levenshtein(l.piece, r.piece) <= 2  -- ten times faster
                and damerau_levenshtein(l.piece, r.piece) <= 1
                and not (
                    list_contains(getvariable('mailbox_words'), l.piece)
                    and list_contains(getvariable('mailbox_words'), r.piece)
                )
        ), person as (
            select
                claim.contact_id,
                claim.username,
                card.active,
                coalesce(card.address = claim.username, true) as addressed,
                letters(card.first_name) as first,
                letters(card.last_name) as last,
                letters(split_part(claim.username, '@', 1)) as mailbox,
                len(list_filter(
                    list_transform(
                        regexp_split_to_array(card.first_name || ' ' || card.last_name, '[ -]+'),
                        lambda word: letters(word)
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
                and not (not near.same and near.numbered and l.addressed and r.addressed)
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
        -- Without their names nobody can tell whether two people each have their own.
        where me.active
            and known('contact', 'first_name')
            and known('contact', 'last_name')
        group by me.contact_id
    """,
)

"""Active cards with letters that went wrong: decoded twice, unreadable, or of two alphabets."""

from dq.checks import Check
from dq.errors import N_
from dq.objects import TEXTS


def of_texts(table: str, columns: tuple[str, ...], where: str = "true") -> str:
    """The SQL of records with damaged texts: what is wrong, and what it likely was.

    They are told in the order of the columns; an address that is the username too is told once.
    """
    listed = " union all ".join(
        f"select id, {column} as text, {place} as place from {table} where {where}"
        for place, column in enumerate(columns)
    )
    return f"""
        with wrong as (
            select text, text || coalesce(' → ' || repaired, '') as told
            from text_fact
            where damaged
        ), listed as (
            select listed.id, wrong.told, min(listed.place) as place
            from ({listed}) as listed
            join wrong on wrong.text = listed.text
            group by listed.id, wrong.told
        )
        select
            id as record_id,
            null as other_id,
            string_agg(told, ', ' order by place) as detail
        from listed
        group by id
    """


CHECK = Check(
    id="damaged_text",
    title=N_("Damaged letters"),
    why=N_("Nobody finds such a name by typing it, and mail to such an address reaches nobody."),
    action=N_(
        "Type the text anew. If many cards have it, a file was loaded in the wrong encoding: UTF-8 "
        "is right."
    ),
    reason=N_("Damaged: {detail}."),
    severity="notice",
    dimension="validity",
    record_kind="contact",
    details=TEXTS["contact"],
    scope="active",
    sql=of_texts("card", TEXTS["contact"], "active"),
)

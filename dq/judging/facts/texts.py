"""Which texts have letters that went wrong, and what they likely were: asked once per value."""

import duckdb

from dq.objects import PARTS, TEXTS
from dq.values import letters
from dq.values.scripts import LETTER

# In these a question mark inside a word is a letter that got lost; in others it may be one:
# "Hoe?Zo BV".
PEOPLE = {(table, name) for table, names in TEXTS.items() for name in names if name in PARTS}
NAMED = PEOPLE | {(table, "name") for table, names in TEXTS.items() if "name" in names}
# Text can only be wrong in itself with two letters beyond ASCII side by side, a letter of another
# alphabet, a letter as wide as a Chinese one or grown together with the next (ﬁ), or the sign for
# what could not be read; or with what a web page writes for a letter (&eacute;).
MAYBE = r"[^\x00-\x7F]{2}|[\p{Greek}\p{Cyrillic}\x{FFFD}\x{FF01}-\x{FF5E}\x{FB00}-\x{FB06}]"
ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]+|#[0-9]+|#x[0-9A-Fa-f]+);"
LOST = rf"[{LETTER}]\?+[{LETTER}]"


def refresh(db: duckdb.DuckDBPyConnection) -> None:
    """Fill `text_fact` for texts that are new, and forget those that are gone."""
    found = " union all ".join(
        _perhaps(table, column) for table, columns in TEXTS.items() for column in columns
    )
    db.execute(
        "create or replace temp table doubtful as"
        " select text, bool_or(person) as person, bool_or(named) as named"
        f" from ({found}) group by text"
    )
    # By itself: within the query each of these would be read again for each of the columns.
    db.execute(
        """
        delete from doubtful
        where not (
            regexp_matches(text, $maybe)
            or regexp_matches(text, $entity)
            or named and regexp_matches(text, $lost)
        )
        """,
        {"maybe": MAYBE, "entity": ENTITY, "lost": LOST},
    )
    db.execute("delete from text_fact where text not in (select text from doubtful)")
    rows = db.execute(
        "select text, person from doubtful anti join text_fact using (text)"
    ).fetchall()
    texts = [text for text, _ in rows]
    verdicts = [letters.verdict(text, person) for text, person in rows]
    db.execute(
        """
        insert into text_fact (text, damaged, repaired)
        select
            unnest($texts::varchar[]), unnest($damaged::boolean[]), unnest($repaired::varchar[])
        """,
        {
            "texts": texts,
            "damaged": [one.damaged for one in verdicts],
            "repaired": [one.repaired for one in verdicts],
        },
    )
    db.execute("drop table doubtful")


def _perhaps(table: str, column: str) -> str:
    """The query of the texts of a column that have a sign of wrong letters, looked at once."""
    signs = [f"strlen({column}) <> length({column})", f"contains({column}, '&')"]
    if named := (table, column) in NAMED:
        signs.append(f"contains({column}, '?')")
    return (
        f"select {column} as text, {(table, column) in PEOPLE} as person, {named} as named"
        f" from {table} where {' or '.join(signs)}"
    )

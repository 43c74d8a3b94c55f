"""Which texts have letters that went wrong, and what they likely were: asked once per value."""

import re
import unicodedata
from typing import NamedTuple

import duckdb
import ftfy
from ftfy import fixes

from dq import invisible

# What a person sees of a card.
NAMES = ("first_name", "middle_name", "last_name")
COLUMNS = (*NAMES, "title", "department", "email", "username", "city")
OF_ACCOUNTS = ("name", "street", "city")
OF_USERS = ("first_name", "last_name", "username", "email")
EVERY = (
    ("contact", COLUMNS),
    ("account", OF_ACCOUNTS),
    ("project", ("name",)),
    ("portal_user", OF_USERS),
    ("bc_contact", ("name", "email")),
)
# In these a question mark inside a word is a letter that got lost; in others it may be one:
# "Hoe?Zo BV".
PEOPLE = (
    *(("contact", name) for name in NAMES),
    *(("portal_user", name) for name in ("first_name", "last_name")),
)
NAMED = (*PEOPLE, *((table, "name") for table in ("account", "project", "bc_contact")))
# Text can only be wrong in itself with two letters beyond ASCII side by side, a letter of another
# alphabet, a letter as wide as a Chinese one or grown together with the next (ﬁ), or the sign for
# what could not be read; or with what a web page writes for a letter (&eacute;).
MAYBE = r"[^\x00-\x7F]{2}|[\p{Greek}\p{Cyrillic}\x{FFFD}\x{FF01}-\x{FF5E}\x{FB00}-\x{FB06}]"
ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]+|#[0-9]+|#x[0-9A-Fa-f]+);"
LOST = r"\p{L}\?+\p{L}"
INNER = re.compile(r"([^\W\d_])\?+([^\W\d_])")
# Letters of ours in one sign are none of these: ĳ, ǆ.
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
WORD = re.compile(r"[^\W\d_]+")
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
# Letters of the Greek and Cyrillic alphabets that look like a Latin one.
# Source: Unicode's confusables, those that keyboards have
LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν",
    "ABESIJKMHOPCTYX3aesijopcyxdqwhABEZHIKMNOPTYXopv",
)


class Verdict(NamedTuple):
    """Whether a text has letters that went wrong, and what it likely was, if that can be told."""

    damaged: bool
    repaired: str | None


def verdict(text: str, person: bool = False) -> Verdict:
    """What is wrong with the letters of a text.

    UTF-8 that was read as another encoding ("RenÃ©"), letters that could not be read at all
    ("Ren\ufffd", "Ren?e"), and letters of two alphabets in one word, which only look right.

    :param person: whether it is a person's name, with no question in it
    """
    decoded = invisible.text(_plain(ftfy.fix_encoding(_plain(text)))).strip()
    repaired = WORD.sub(lambda word: _one_alphabet(word.group()), decoded)
    lost = UNREADABLE in repaired or any(
        person or "".join(letters).islower() for letters in INNER.findall(repaired)
    )
    mixed = any(_mixed(word) for word in WORD.findall(repaired))
    if repaired == invisible.text(text).strip():
        return Verdict(lost or mixed, None)
    return Verdict(True, None if lost or mixed else repaired)


def _plain(text: str) -> str:
    """The text without what a web page writes for letters, and with letters of the usual width."""
    return fixes.fix_character_width(fixes.unescape_html(text)).translate(LIGATURES)


def _mixed(word: str) -> bool:
    """Whether a word has letters of more than one alphabet."""
    return not word.isascii() and len({_alphabet(letter) for letter in word} - {""}) > 1


def _one_alphabet(word: str) -> str:
    """A word of two alphabets in Latin letters alone, where all others look like one."""
    if not _mixed(word):
        return word
    latin = word.translate(LOOKALIKES)
    return word if _mixed(latin) else latin


def _alphabet(letter: str) -> str:
    if letter.isascii():
        return ALPHABETS[0]
    name = unicodedata.name(letter, "")
    return next((alphabet for alphabet in ALPHABETS if name.startswith(alphabet)), "")


def refresh(db: duckdb.DuckDBPyConnection) -> None:
    """Fill `text_fact` for texts that are new, and forget those that are gone."""
    found = " union ".join(
        _doubtful(table, column) for table, columns in EVERY for column in columns
    )
    db.execute(
        "create or replace temp table doubtful as select text, bool_or(person) as person"
        f" from ({found}) group by text",
        {"maybe": MAYBE, "entity": ENTITY, "lost": LOST},
    )
    db.execute("delete from text_fact where text not in (select text from doubtful)")
    rows = db.execute(
        "select text, person from doubtful anti join text_fact using (text)"
    ).fetchall()
    texts = [text for text, _ in rows]
    verdicts = [verdict(text, person) for text, person in rows]
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


def _doubtful(table: str, column: str) -> str:
    """The query of the texts of a column that may have wrong letters, looked at once."""
    asked = [
        f"strlen({column}) <> length({column}) and regexp_matches({column}, $maybe)",
        f"contains({column}, '&') and regexp_matches({column}, $entity)",
    ]
    if (table, column) in NAMED:
        asked.append(f"contains({column}, '?') and regexp_matches({column}, $lost)")
    return (
        f"select {column} as text, {(table, column) in PEOPLE} as person from {table}"
        f" where {' or '.join(f'({one})' for one in asked)}"
    )

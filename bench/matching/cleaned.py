"""Splink fed with Kaartenbak's own cleaned columns, to tell cleaning from weighing."""

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from bench import corpora
from bench.corpora import OUT, Corpus
from bench.matching import tools
from bench.matching.tools import Tool
from dq.matching.values import lists, name_cells, normalise, organisations


def command(corpus: Corpus, folder: Path) -> list[str]:
    """Splink on a file of cleaned columns; the cleaning itself is not in its time."""
    file = OUT / "cleaned" / f"{corpus.name}.parquet"
    if not file.exists() or file.stat().st_mtime < (corpus.path / "contacts.csv").stat().st_mtime:
        file.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(table(corpus), file)
    ready = Corpus(corpus.name, file, corpus.truth, "cleaned")
    return tools.splink(1e7)(ready, folder)


def table(corpus: Corpus) -> pa.Table:
    """Contacts with names, addresses and numbers in Kaartenbak's normal form."""
    contacts = corpora.read(corpus.path / "contacts.csv")
    accounts = corpora.read(corpus.path / "accounts.csv").to_pydict()
    parent = dict(zip(accounts["Id"], accounts["ParentId"], strict=True))
    name = dict(zip(accounts["Id"], accounts["Name"], strict=True))
    rows = contacts.to_pylist()
    given = [name_cells.given_name(row["FirstName"] or "") for row in rows]
    surnames = [
        name_cells.surname(f"{row['MiddleName'] or ''} {row['LastName'] or ''}".strip())
        for row in rows
    ]
    return pa.table(
        {
            "id": contacts["Id"],
            "given": given,
            "callname": [_callname(one) for one in given],
            "initial": [one[:1] for one in given],
            "surname": [one.surname for one in surnames],
            "sound": [normalise.sound(one.surname) for one in surnames],
            "email": [(row["Email"] or "").strip().lower() for row in rows],
            "mobile": [_number(row["MobilePhone"]) for row in rows],
            "phone": [_number(row["Phone"]) for row in rows],
            "company": [
                organisations.company(name.get(parent.get(at) or at) or "")
                for at in contacts["AccountId"].to_pylist()
            ],
            "postcode": [normalise.postcode(row["MailingPostalCode"] or "") for row in rows],
            "title": [normalise.free_text(row["Title"] or "") for row in rows],
        }
    )


def _callname(given: str) -> str:
    """The nickname group of the first word, else the word itself."""
    first = given.split(" ", 1)[0]
    groups = lists.nicknames().get(first)
    return f"#{groups[0]}" if groups else first


def _number(text: str | None) -> str:
    """The last nine digits, without the country and trunk codes."""
    return "".join(sign for sign in text or "" if sign.isdigit())[-9:]


SPLINK_CLEANED = Tool("Splink cleaned", command, tools.splink_answer)

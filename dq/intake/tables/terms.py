"""What an export calls its columns, and which words stand for codes in it, as it is loaded."""

import duckdb

from dq.intake.cells import clean
from dq.intake.cells.clean import word
from dq.intake.sheet import Sheet
from dq.reading import vocabulary

# A picklist with more words than these is none.
MOST = 100


def headers(sheet: Sheet) -> dict[str, str]:
    """The header of each field, its key left out."""
    return {field: header for header, field in sheet.mapping.items() if field and field != "id"}


def codes(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> dict[str, dict[str, list[str]]]:
    """Per field of codes the words that stand for each, the most frequent first."""
    clean.prepare(db)
    found: dict[str, dict[str, list[str]]] = {}
    for (thing, field), name in vocabulary.CODES.items():
        if thing != sheet.object or field not in sheet.columns:
            continue
        meaning = {one: code for code, words in vocabulary.codes(name).items() for one in words}
        # The cells as they are first: few of them differ, so that few are trimmed.
        rows = db.execute(
            f"select intake_text(cell) from (select {sheet.columns[field]} as cell, count(*) as n"
            f" from {sheet.table} group by cell order by n desc, cell limit {MOST})"
            " order by n desc, cell"
        ).fetchall()
        said: dict[str, list[str]] = {}
        for (text,) in rows:
            if text and word(text) in meaning:
                said.setdefault(meaning[word(text)], []).append(text)
        if said:
            found[field] = said
    return found

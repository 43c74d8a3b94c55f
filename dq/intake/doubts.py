"""What makes a load doubtful: it would take out or change more than an export usually does."""

import duckdb

from dq import settings
from dq.errors import N_, Invalid
from dq.intake import age, preview, vocabulary
from dq.intake.batch import Batch

# One record is no share of anything.
FEW = 1
REMOVES = N_(
    "{file} has {gone} of the {known} records of {object} no more, over {share} %: is the export"
    " whole? If not, load it as a part."
)
CHANGES = N_(
    "{file} changes {changed} of the {known} records of {object}, over {share} %: is it the right"
    " file, with the right columns?"
)
ADDS = N_(
    "{file} has {added} records of {object} that are not among the {known} known ones, over {share}"
    " %: is it the right file, and are its keys those of before?"
)
CUT = N_("{file} ends in the middle of a row: the export was cut off. Export it again.")
OLDER = N_(
    "{file} is older than what is loaded: newer changes would be undone. Is it the right one?"
)
LACKS = N_(
    "{file} has no {headers}, which the export before had, and {instead} has the same values: is"
    " that the column, called otherwise now?"
)
DEMO = N_(
    "The demo company makes way for these files, and with it {number} changes that were made in it."
)


def of(db: duckdb.DuckDBPyConnection, batch: Batch, *, afresh: bool = False) -> list[Invalid]:
    """The reasons to look again before the batch is loaded; empty when there are none.

    :param afresh: what is in the store makes way, so that nothing can be compared with it
    """
    found = [Invalid(CUT, file=sheet.name) for sheet in batch.sheets if sheet.ready and sheet.cut]
    if afresh:
        return found + _in_demo(db)
    found += [Invalid(OLDER, file=sheet.name) for sheet in age.older(batch)]
    for name in batch.objects:
        [(known,)] = db.execute(f"select count(*) from upstream.{name}").fetchall()
        if known:
            found += _lacks(db, batch, name) + _shares(db, batch, name, known)
    return found


def of_what(doubt: Invalid) -> tuple[object, ...]:
    """What a doubt is about, whatever its figures are."""
    return doubt.message, doubt.values.get("file"), doubt.values.get("headers")


def extent(doubt: Invalid) -> int:
    """How many records or changes a doubt speaks of; who said yes did not say yes to more."""
    found = [
        doubt.values[name]
        for name in ("gone", "changed", "added", "number")
        if name in doubt.values
    ]
    return int(str(found[0])) if found else 0


def _in_demo(db: duckdb.DuckDBPyConnection) -> list[Invalid]:
    """What somebody did in the demo company would go with it."""
    [(number,)] = db.execute(
        "select count(*) from change where undone_by is null and json_array_length(edits) > 0"
    ).fetchall()
    return [Invalid(DEMO, number=number)] if number else []


def _lacks(db: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> list[Invalid]:
    found = []
    for sheet in batch.of(name):
        meant = preview.instead(db, sheet, preview.lacking(db, batch, sheet))
        for field, header in meant.items():
            missing = vocabulary.usual(name, field)
            found.append(Invalid(LACKS, file=sheet.name, headers=missing, instead=header))
    return found


def _shares(db: duckdb.DuckDBPyConnection, batch: Batch, name: str, known: int) -> list[Invalid]:
    sheets = batch.of(name)
    file, facts = sheets[0].name, {"object": name, "known": known}
    found = []
    gone = sheets[0].counts.gone if all(sheet.complete for sheet in sheets) else 0
    share = int(str(settings.get(db, "load_removes")))
    if gone > FEW and 100 * gone > share * known:
        found.append(Invalid(REMOVES, file=file, gone=gone, share=share, **facts))
    changed = sum(sheet.counts.changed for sheet in sheets)
    share = int(str(settings.get(db, "load_changes")))
    if changed > FEW and 100 * changed > share * known:
        found.append(Invalid(CHANGES, file=file, changed=changed, share=share, **facts))
    added = sum(sheet.counts.new for sheet in sheets)
    rest = changed + sum(sheet.counts.unchanged for sheet in sheets)
    # A company that grows brings more that is known than that is new.
    if added > max(FEW, rest) and 100 * added > share * known:
        found.append(Invalid(ADDS, file=file, added=added, share=share, **facts))
    return found

"""Rows that were left out for want of a key: what is missing from a file may be among them."""

from dq.errors import N_
from dq.intake.batch import Batch
from dq.intake.cells.flaws import MISSING, NO_KEY, UNLIKE
from dq.intake.sheet import Remark, Sheet
from dq.intake.tables import lacking
from dq.reading import footers, vocabulary
from dq.reading.rejects import Reject
from dq.reading.rows import CELLS, ENCODING, UNCLOSED

KEPT = N_(
    "What is not in it stays: a row without a key that can be used may be one of those, such as row"
    " {line}."
)
UNREAD = (CELLS, ENCODING, UNCLOSED)
# A row that could not be read has so many cells at least if it is a record.
FEW = 3


def judge(batch: Batch, name: str) -> None:
    """Take the sheets of an object for a part where a rejected row may be what is missing, and say
    so.

    The user may still say that they are everything.
    """
    sheets = batch.of(name)
    if not any(sheet.counts.gone and sheet.complete for sheet in sheets):
        return
    for sheet in sheets:
        lost = next((reject for reject in sheet.rejects if _lost(sheet, reject)), None)
        if lost is not None and not sheet.listed:
            sheet.remarks.append(Remark(KEPT, {"line": lost.line}))
            for one in sheets:
                one.complete = False
            return


def _lost(sheet: Sheet, reject: Reject) -> bool:
    """Whether a rejected row is a record of which the key is unknown, and no sum of others."""
    row = footers.cells(reject.cells)
    if footers.total(row):
        return False
    if reject.reason in UNREAD:
        filled = sum(1 for cell in row if cell.strip())
        return filled >= FEW and not footers.KEY.fullmatch(_cell(sheet, "id", row))
    reasons = (NO_KEY, UNLIKE) if "id" in sheet.columns else (MISSING,)
    if reject.reason not in reasons:
        return False
    telling = lacking.wanted(vocabulary.objects()[sheet.object or ""])
    return any(_cell(sheet, field, row) for field in telling if field != "id")


def _cell(sheet: Sheet, field: str, row: list[str]) -> str:
    """The cell of a field, empty where the row has none."""
    place = int(sheet.columns[field][1:]) if field in sheet.columns else len(row)
    return row[place].strip() if place < len(row) else ""

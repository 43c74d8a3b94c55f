"""What the tools that load into Salesforce say of the rows of a package, in any layout."""

import csv
from collections.abc import Iterator

from dq.errors import N_, DqError, Invalid
from dq.intake.answers import layout
from dq.intake.answers.layout import Outcome
from dq.reading import apart
from dq.reading.apart import Reader
from dq.reading.dialect import Dialect
from dq.reading.limits import Limits

NO_RESULT = N_("{file} is not a success or error file of what was loaded into Salesforce.")


def read(name: str, content: bytes, limits: Limits | None = None) -> list[Outcome]:
    """The outcome of every row of a result file, or of those in a .zip.

    :raises Invalid: none of it is a result, or one cannot be read within the limits (left out:
        those of the product)
    """
    found, wrong = [], []
    for one in parts(name, content, limits):
        if isinstance(one, DqError):
            wrong.append(one)
        else:
            found.append(one)
    if wrong and not found:
        raise wrong[0]
    return [one for outcomes in found for one in outcomes]


def parts(
    name: str, content: bytes, limits: Limits | None = None
) -> Iterator[list[Outcome] | DqError]:
    """Of each table of a file the outcome of every row, or why it is left aside."""
    with apart.reader(limits or apart.limits()) as reader:
        path = reader.folder / "results"
        path.write_bytes(content)
        try:
            tables = list(reader.tables(name, path))
        except DqError as error:
            yield error
            return
        for part, written in tables:
            try:
                yield written if isinstance(written, DqError) else _outcomes(part, written, reader)
            except DqError as error:
                yield error


def _outcomes(name: str, written: Dialect, reader: Reader) -> list[Outcome]:
    found = layout.of(name, written.headers, written.sample)
    if found is None:
        raise Invalid(NO_RESULT, file=name)
    # No tool leaves a cell off: where one is missing, the file is not as it was written.
    rewritten, rows = reader.rows(written, name, widen=False, quote=True)
    if rows.broken:
        raise Invalid(
            N_("Row {line} of {file} cannot be read; choose the file as it was written."),
            line=rows.broken[0].line,
            file=name,
        )
    with rewritten.path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter=rewritten.delimiter)
        outcomes = [
            found.outcome(cells, name, line) for line, cells in enumerate(lines, written.skip + 1)
        ]
    return [one for one in outcomes if one is not None]

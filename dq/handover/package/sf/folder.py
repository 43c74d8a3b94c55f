"""The folder `sf` of a package: the scripts, and what they load, as the CLI wants it.

Tested in tests/handover/package/sf/test_steps.py.
"""

import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from dq.handover.package import readme
from dq.handover.package.sf import building, manifest, scripts, steps
from dq.outgoing.work import Work
from dq.settings import names

if TYPE_CHECKING:
    from dq.handover.package.archive import Csv, Say

FOLDER = "sf/"
PARTS = f"{FOLDER}pakket/"
# The script knows the address of the org that it loads into.
ORG = "@org@"


def add(
    archive: zipfile.ZipFile,
    db: duckdb.DuckDBPyConnection,
    number: int,
    files: Sequence["Csv"],
    work: Sequence[Work],
    say: "Say",
) -> None:
    """Put the folder into a package, if there is anything that the CLI can load."""
    words = names.read(db)
    about, keys = building.about(db, number), building.keys(db, number)
    listed = steps.read(words, files, work, about, keys)
    if not listed:
        return
    parts: dict[str, bytes] = {}
    for step, ids in zip(listed, building.needed(listed), strict=True):
        parts |= {step.file: step.content, **step.beside}
        if ids:
            parts[f"{step.name}.needed"] = "".join(f"{id}\n" for id in sorted(ids)).encode()
    if hand := readme.left(db, work, ORG, say):
        parts["hand.txt"] = hand.encode()
    plan = manifest.text(number, listed, parts, words, say).encode()
    for name, content in (parts | {"plan.txt": plan}).items():
        archive.writestr(PARTS + name, content)
    archive.writestr(f"{FOLDER}laden.ps1", scripts.powershell("laden", say))
    archive.writestr(scripts.runnable(f"{FOLDER}laden.sh"), scripts.bash("laden", say))

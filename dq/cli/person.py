"""Write everything that is known about one person to a file.

Tested in tests/handover/lists/test_person.py.
"""

import argparse
from pathlib import Path

from dq.cli import opened, tell
from dq.errors import N_, Invalid

UNKNOWN = N_("{file} must end in .xlsx or .json.")
MARK = b'{\n "'


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, and where to."""
    parser.add_argument("id", metavar="ID", help="the id of the card")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help=".xlsx or .json")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")


def run(given: argparse.Namespace) -> None:
    """Write the card, what hangs on it, what was found, decided and changed, and where files are
    kept that have this person in them.

    :raises NotFound: there is no such card
    :raises Invalid: the file is somebody else's, or of another kind
    """
    from dq.handover.lists import outputs, person
    from dq.settings.names import eighteen
    from dq.words.voice import Voice

    path: Path = given.output
    write = {".xlsx": person.to_xlsx, ".json": person.to_json}.get(path.suffix.lower())
    if write is None:
        raise Invalid(UNKNOWN, file=str(path))
    mark = MARK if write is person.to_json else None
    outputs.refuse([outputs.Output(path, mark=mark)], store=given.store)
    with opened(given.store) as db, outputs.drafts() as draft:
        sections = person.read(db, eighteen(given.id), Voice(given.language))
        target = draft(path)
        write(sections, target)
        target.chmod(0o600)
    tell(f"{path}: {sum(len(one.rows) for one in sections)} rows in {len(sections)} parts", path)

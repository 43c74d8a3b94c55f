"""What people wrote on a page that the bench writes: it stays, under the heading where it stood.

    <!-- by hand -->
    Taken on a quiet machine.
    <!-- until here -->

So do the sections of sizes that were not measured anew.
"""

import re
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- by hand -->", "<!-- until here -->"
SIZE = re.compile(r"## ([\d,]+ contacts)\b")


@dataclass(frozen=True)
class Note:
    """A text with its marks, and whether it stands above what the bench wrote in its section."""

    heading: str
    above: bool
    text: str


def write(page: Path, text: str) -> str:
    """Write the page with what is kept of the one before; return what was written."""
    if page.exists():
        text = kept(page.read_text("utf-8"), text)
    page.parent.mkdir(exist_ok=True)
    page.write_text(text, "utf-8")
    return text


def kept(before: str, now: str) -> str:
    """The page of now with the notes of before, and the sizes that it has not."""
    measured = {_name(part) for part in _sections(now)}
    parts = _sections(now)
    parts += [
        part for part in _sections(before) if SIZE.match(part) and _name(part) not in measured
    ]
    found = [note for part in _sections(before) for note in _notes(part)]
    named = {_name(part) for part in parts}
    written = [_with(part, [note for note in found if note.heading == _name(part)])
               for part in parts]  # fmt: skip
    lost = [note.text for note in found if note.heading not in named]
    return "\n\n".join([*written, *lost]) + "\n"


def _sections(page: str) -> list[str]:
    """The page from heading to heading of the first two levels, outside notes."""
    parts: list[list[str]] = [[]]
    inside = False
    for line in page.splitlines():
        inside = (inside or line == BEGIN) and line != END
        if not inside and line.startswith(("# ", "## ")) and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part).strip("\n") for part in parts]


def _name(section: str) -> str:
    """Its heading; of a size without the number of rounds."""
    heading = section.partition("\n")[0]
    size = SIZE.match(heading)
    return size[1] if size else heading


def _notes(section: str) -> list[Note]:
    pattern = re.compile(f"{re.escape(BEGIN)}\n.*?\n{re.escape(END)}", re.DOTALL)
    found = []
    for match in pattern.finditer(section):
        own = pattern.sub("", section[: match.start()]).partition("\n")[2]
        found.append(Note(_name(section), not own.strip(), match[0]))
    return found


def _with(section: str, notes: list[Note]) -> str:
    """The section with its notes, in the order that they had."""
    if BEGIN in section:  # it was not measured anew
        return section
    heading, _, own = section.partition("\n")
    above = [note.text for note in notes if note.above]
    below = [note.text for note in notes if not note.above]
    return "\n\n".join(part for part in (heading, *above, own.strip("\n"), *below) if part)

"""The scripts, for bash and for PowerShell, from the same commands and in the user's language."""

import re
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dq.handover.package.sf.texts import API, COMMANDS, TEXTS

if TYPE_CHECKING:
    from dq.handover.package.archive import Say

FOLDER = Path(__file__).parent
MARK = re.compile(r"@(say|run):(\w+)@")
PLACE = re.compile(r"\{(\w+)\}")
# Windows PowerShell takes a file without it for text of the old code page.
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def bash(name: str, say: "Say", tables: Mapping[str, str] | None = None) -> bytes:
    """The script for bash.

    :param tables: the queries of one that fetches, by object
    """
    return _filled(f"{name}.sh", say, tables or {}, _for_bash).encode()


def powershell(name: str, say: "Say", tables: Mapping[str, str] | None = None) -> bytes:
    """The same for Windows PowerShell 5.1 and later."""
    text = _filled(f"{name}.ps1", say, tables or {}, _for_powershell)
    return (BOM + text.replace("\n", "\r\n")).encode()


def runnable(name: str) -> zipfile.ZipInfo:
    """A file of a zip that can be started once it is unpacked."""
    info = zipfile.ZipInfo(name, time.localtime()[:6])
    info.external_attr = 0o755 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def source(name: str) -> str:
    """A script with what it shares with others in its place, its texts and commands still marks."""
    common = (FOLDER / f"common{Path(name).suffix}").read_text("utf-8").rstrip("\n")
    return (FOLDER / name).read_text("utf-8").replace("@common@", common)


def _filled(name: str, say: "Say", tables: Mapping[str, str], escaped: Callable[[str], str]) -> str:
    """A script with its texts and commands; comments are not in quotes."""

    def fill(found: re.Match[str]) -> str:
        kind, what = found.groups()
        if kind == "run":
            return PLACE.sub(r"${\1}", COMMANDS[what])
        if found.string[: found.start()].rpartition("\n")[2].startswith("#"):
            return say(TEXTS[what])
        places = dict.fromkeys(PLACE.findall(TEXTS[what]), "")
        # Signs that no text has keep the places apart while the rest is escaped.
        text = escaped(say(TEXTS[what], **{one: f"\0{one}\0" for one in places}))
        return '"' + re.sub("\0(\\w+)\0", r"${\1}", text) + '"'

    lines = "\n".join(f"{thing}\t{query}" for thing, query in tables.items())
    text = source(name).replace("@api@", API).replace("@tables@", lines)
    return MARK.sub(fill, text)


def _for_bash(text: str) -> str:
    return re.sub(r'[\\"$`]', r"\\\g<0>", text)


def _for_powershell(text: str) -> str:
    """Curly quotes end a text there as straight ones do."""
    return re.sub('[`"$\u201c\u201d\u201e]', r"`\g<0>", text)

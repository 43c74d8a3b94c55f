"""One cleaning of text wherever it comes in: signs that nobody sees go, or become a space."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path


def _signs(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


# Spaces of other widths, and what parts lines and pages. Tabs and line ends stay as they are: a
# street may have several lines.
SPACES = _signs(
    (0x0B, 0x0C), (0x1C, 0x1F), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
    (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x2800, 0x2800), (0x3000, 0x3000),
)  # fmt: skip
# Control characters, soft hyphens, zero-width spaces, what turns the direction of text, fillers,
# byte order marks, and places that something else was copied from.
REMOVED = _signs(
    (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x034F, 0x034F),
    (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E), (0x200B, 0x200B),
    (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC), (0x1D173, 0x1D17A), (0xE0000, 0xE001F),
    (0xE0080, 0xE00FF), (0xE01F0, 0xE0FFF),
)  # fmt: skip
# Signs that may change what is seen beside them: joiners in Persian, Hindi and families of emoji,
# the colour of an emoji or the form of a Chinese letter, and the tags of a region's flag.
JOINERS = _signs((0x200C, 0x200D))
SELECTORS = _signs((0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
TAGS = _signs((0xE0020, 0xE007F))
# Of UTF-8 that was read twice these are a part of the letter: "Ã\xad" was "í".
RESIDUE = _signs((0x80, 0xA0), (0xAD, 0xAD))
EVERY = SPACES | REMOVED | JOINERS | SELECTORS | TAGS
FLAG, KEYCAP, VIRAMA = "\U0001f3f4", "\u20e3", 9
MARK = "\ufeff".encode()

# The first bytes of all these signs in UTF-8; most text has none of them.
_LEADS = bytes(sorted({sign.encode()[0] for sign in EVERY}))
_OTHERS = bytes(set(range(256)) - set(_LEADS))
_BECOMES = {sign.encode(): b" " if sign in SPACES else b"" for sign in EVERY}
_RESIDUE = frozenset(sign.encode() for sign in RESIDUE)
_RELATED = _RESIDUE.union(sign.encode() for sign in JOINERS | SELECTORS | TAGS)
# Text is looked through in blocks of about so many bytes, since most have nothing.
_BLOCK = 1 << 16
_PART = 1 << 24


def text(value: str) -> str:
    """The text without signs that nobody sees; what parted words is a plain space."""
    if value.isascii() and value.isprintable():
        return value
    return without(value.encode("utf-8", "ignore"), begins=False)[0].decode("utf-8")


def without(data: bytes, *, begins: bool = True) -> tuple[bytes, int]:
    """UTF-8 text without signs that nobody sees, and how many of them there were.

    :param begins: this is the beginning of a file, where a byte order mark may stand
    """
    found: list[bytes] = []
    count = done = 0
    for start, end in _blocks(data, begins):
        for at, size, instead in _invisible(data, start, end):
            found += (data[done:at], instead)
            done = at + size
            count += 1
    return (b"".join([*found, data[done:]]), count) if count else (data, 0)


def copied(path: Path, copy: Path) -> Path:
    """The file, or where it has signs that nobody sees, a copy without them."""
    if not any(count for _, count in _parts(path)):
        return path
    with copy.open("wb") as target:
        for part, _ in _parts(path):
            target.write(part)
    return copy


def _parts(path: Path) -> Iterator[tuple[bytes, int]]:
    """The file in parts of whole lines without such signs, and how many each had."""
    with path.open("rb") as file:
        begins = True
        while part := file.read(_PART) + file.readline():
            yield without(part, begins=begins)
            begins = False


def _blocks(data: bytes, begins: bool) -> Iterator[tuple[int, int]]:
    """Where whole lines begin and end that may have such a sign."""
    start = len(MARK) if begins and data.startswith(MARK) else 0
    while start < len(data):
        end = data.find(b"\n", start + _BLOCK) + 1 or len(data)
        if data[start:end].translate(None, _OTHERS):
            yield start, end
        start = end


def _invisible(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """Where in this part such signs are, how many bytes each takes, and what it becomes."""
    # Looking for one byte at a time is many times faster than a regular expression.
    places: list[int] = []
    for lead in set(data[start:end].translate(None, _OTHERS)):
        at = data.find(lead, start, end)
        while at >= 0:
            places.append(at)
            at = data.find(lead, at + 1, end)
    for at in sorted(places):
        size = _size(data[at])
        sign = data[at : at + size]
        if (instead := _BECOMES.get(sign)) is not None and not _seen(sign, data, at, at + size):
            yield at, size, instead


def _size(lead: int) -> int:
    """How many bytes a sign takes that begins with this one."""
    return 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


def _seen(raw: bytes, data: bytes, start: int, end: int) -> bool:
    """Whether the sign is part of something that is seen, by what stands around it."""
    if raw not in _RELATED:
        return False
    if raw in _RESIDUE:
        if not start or data[start - 1] < 0x80:  # a plain letter, as before nearly all of them
            return False
        before = data[max(0, start - 6) : start].decode("utf-8", "ignore")
        return _read_twice(before, data[end : end + 4].decode("utf-8", "ignore")[:1])
    sign = raw.decode()
    before = data[max(0, start - 32) : start].decode("utf-8", "ignore")
    if sign in TAGS:
        return before.rstrip("".join(TAGS)).endswith(FLAG)
    last, after = before[-1:], data[end : end + 4].decode("utf-8", "ignore")[:1]
    return bool(last) and (_joins if sign in JOINERS else _selects)(last, after)


def _joins(last: str, after: str) -> bool:
    """Whether a joiner between these two signs may be needed.

    Latin, Greek and Cyrillic letters do not join; there it only hides that names are equal.
    """
    joining = unicodedata.category(last) in ("Lo", "Mn", "Mc", "So", "Sk") or last in SELECTORS
    follows = bool(after) and unicodedata.category(after) in ("Lo", "Mn", "Mc", "So")
    return unicodedata.combining(last) == VIRAMA or (joining and follows)


def _selects(last: str, after: str) -> bool:
    """Whether a variation selector between these two signs may be seen."""
    kinds = ("So", "Sm", "Sk", "Lo", "Po", "Pd")
    if after == KEYCAP:
        return last in "0123456789#*"
    return last > "\x7f" and unicodedata.category(last) in kinds


def _read_twice(before: str, after: str) -> bool:
    """Whether a sign between these is of a letter in UTF-8 that was read as Latin-1 or cp1252."""
    lead, last = before[-2:-1], before[-1:]
    if lead == "â":
        return "\x80" <= last <= "\xbf" or last in "€‚„†"
    return last in ("Â", "Ã", "Ä", "Å") or (last == "â" and "\x80" <= after <= "\xbf")

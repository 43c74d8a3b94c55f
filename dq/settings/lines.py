"""Lines of a setting that say what belongs together: domains of one company, call names."""

import re
from collections.abc import Iterable

DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
NAME = re.compile(r"[^\W\d_]+")


def domains(line: str) -> tuple[str, ...] | None:
    """The domains of "firma.nl, firma-groep.nl"; None where there are not two or more."""
    return _parts(re.split(r"[\s,;=]+", line.lower()), DOMAIN)


def names(line: str) -> tuple[str, ...] | None:
    """The names of "Sjaak = Jacobus, Jaak"; None where there are not two or more."""
    return _parts(re.split(r"\s*[,;=]\s*", line.strip().lower()), NAME)


def _parts(found: Iterable[str], shape: re.Pattern[str]) -> tuple[str, ...] | None:
    parts = tuple(dict.fromkeys(filter(None, found)))
    fits = len(parts) > 1 and all(map(shape.fullmatch, parts))
    return parts if fits else None


def written_domains(parts: Iterable[str]) -> str:
    """Domains as they are kept."""
    return ", ".join(parts)


def written_names(parts: Iterable[str]) -> str:
    """Names as they are kept."""
    first, *others = parts
    return f"{first} = {', '.join(others)}"


def groups(lines: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What belongs together, where lines that share a part are one, in the order of mention."""
    found: list[tuple[str, ...]] = []
    for line in lines:
        joined = [group for group in found if not set(group).isdisjoint(line)]
        found = [group for group in found if group not in joined]
        found.append(tuple(dict.fromkeys([one for group in joined for one in group] + [*line])))
    return found

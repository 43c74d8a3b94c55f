"""Where Kaartenbak's time goes: python -m bench.matching.laps DIR prints seconds by step."""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from dq.matching.files import match

NAMES = {
    "Reading names and addresses": "normalise",
    "Looking for pairs that may be the same": "block",
    "Comparing pairs": "compare",
    "Weighing the evidence": "weigh",
    "Forming groups": "group",
    "Done": "write",
}


def main() -> None:
    """Match the contacts of a folder of exports; a step lasts until the next one is told."""
    told = [("read", time.perf_counter())]

    def progress(fraction: float, message: str) -> None:
        told.append((NAMES.get(message, message), time.perf_counter()))

    with TemporaryDirectory() as scratch:
        pairs, groups = Path(scratch) / "pairs.csv", Path(scratch) / "groups.csv"
        match.run(Path(sys.argv[1]), None, pairs, groups, progress=progress)
        told.append(("", time.perf_counter()))
    steps = zip(told, told[1:], strict=False)
    print(json.dumps({name: round(after - at, 2) for (name, at), (_, after) in steps}))


if __name__ == "__main__":
    main()

"""Run a command and tell its seconds and peak memory: python -m bench.timed REPORT COMMAND ...

A process of its own without large imports: a child counts its parent's memory as its own until
it starts its program, so a large parent would spoil the figure.
"""

import json
import os
import sys
import time
from pathlib import Path


def main() -> int:
    """Run, write {seconds, processor, megabytes} to the report, pass the exit status on."""
    report, *command = sys.argv[1:]
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    megabytes = usage.ru_maxrss / 1024
    figures = {
        "seconds": seconds,
        "processor": usage.ru_utime + usage.ru_stime,
        "megabytes": megabytes,
    }
    Path(report).write_text(json.dumps(figures))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())

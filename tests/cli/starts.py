"""Get a store ready as the first start does, and be killed: `starts.py STORE WEEKS NUMBER`.

The moments are before and after each load and each judging, from 1; 0 lives on and prints how many
there are.
"""

import os
import signal
import sys
from pathlib import Path

from dq.cli import serve
from dq.domain import demo
from dq.intake.landing import load
from dq.judging import judge
from dq.store import opening


def dying(run, last, seen):
    """The function, with a moment to be killed before it and one after it."""

    def moment():
        seen.append(run)
        if len(seen) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def wrapped(*given):
        moment()
        result = run(*given)
        moment()
        return result

    return wrapped


if __name__ == "__main__":
    demo.FOLDER = Path(sys.argv[2])
    moments = []
    for module in (load, judge):
        module.run = dying(module.run, int(sys.argv[3]), moments)
    with opening.connect(sys.argv[1]) as db:
        serve.prepare(db)
    print(len(moments))

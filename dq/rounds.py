"""The rounds of a server: what it looks at again and again beside the pages, whatever goes wrong.

Tested in tests/intake/inbox/test_watching.py.
"""

import logging
import threading
from collections.abc import Callable

import duckdb

from dq.errors import DqError

log = logging.getLogger("kaartenbak")
# What passes: the store is closed, busy or full, or a file is not there.
PASSES = (DqError, duckdb.Error, OSError)


def go(
    look: Callable[[], None], stop: threading.Event, seconds: float, longer: float, failed: str
) -> None:
    """Look every so many seconds until somebody says stop; what goes wrong is for the log, once and
    not at every look, and for the next look.

    :param longer: so many times that one waits after what went wrong
    :param failed: how the log says that it did
    """
    said = ""
    while not stop.wait(seconds * longer if said else seconds):
        try:
            look()
            said = ""
        except Exception as error:
            ours = not isinstance(error, PASSES)
            if repr(error) != said:
                level = logging.ERROR if ours else logging.WARNING
                log.log(level, "%s: %s", failed, type(error).__name__, exc_info=ours)
            said = repr(error)

"""What the server says goes out at once, in place of waiting until the browser confirmed what came
before it.

Streamlit opens its own socket, of which asyncio does not know that it speaks TCP: it leaves Nagle's
algorithm on, and the end of every answer waits for a confirmation that a browser holds back for 40
milliseconds. Tested in tests/web/test_at_once.py.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress

# Where the system lists what a process has open.
OPEN = "/dev/fd"


def see_to_it() -> None:
    """Let the sockets that this process listens on pass it on to every connection."""
    for one in _listening():
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)


def _listening() -> Iterator[socket.socket]:
    """The TCP sockets that wait for connections, each with a handle of its own while it is used."""
    for name in os.listdir(OPEN) if os.path.isdir(OPEN) else ():
        with suppress(OSError, ValueError), socket.socket(fileno=os.dup(int(name))) as one:
            inet = one.family in (socket.AF_INET, socket.AF_INET6)
            if inet and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield one

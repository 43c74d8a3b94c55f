"""What the server says goes out at once, in place of waiting until the browser confirmed what came
before it.

Streamlit opens its own socket, of which asyncio does not know that it speaks TCP: it leaves Nagle's
algorithm on, and the end of every answer waits for a confirmation that a browser holds back for 40
milliseconds. Tested in tests/web/test_at_once.py.
"""

import os
import socket
from contextlib import suppress

# Where the system lists what a process has open.
OPEN = "/dev/fd"


def see_to_it() -> None:
    """Let the sockets that this process listens on pass it on to every connection."""
    for name in os.listdir(OPEN) if os.path.isdir(OPEN) else ():
        with suppress(OSError):  # no socket, or gone by now
            one = socket.socket(fileno=int(name))
            try:
                if _listens(one):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            finally:
                one.detach()  # it stays open, for whom it belongs to


def _listens(one: socket.socket) -> bool:
    """Whether it is a TCP socket that waits for connections."""
    inet = one.family in (socket.AF_INET, socket.AF_INET6)
    return inet and bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))

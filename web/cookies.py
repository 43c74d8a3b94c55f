"""The cookies that a request brings, read as a browser writes them.

Tested in tests/web/test_cookies.py.
"""

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope


def brought(scope: Scope) -> dict[str, str]:
    """Every cookie by its name. One that breaks the rules takes no other with it: what else runs
    under this name of a machine leaves cookies too."""
    return cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))

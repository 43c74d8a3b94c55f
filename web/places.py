"""Where in the app a request goes.

Tested in tests/web/test_browsers.py.
"""

import streamlit as st
from starlette.types import Scope


def within(scope: Scope) -> str:
    """The path, without where the app begins."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return scope.get("path", "").removeprefix(f"/{base}" if base else "")

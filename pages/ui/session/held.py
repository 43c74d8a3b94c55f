"""The sessions that a browser has open now, and the files that they show or were given.

Streamlit offers no way to ask for this, so its own tables are read, here and nowhere else.
Tested in tests/browser/test_strangers.py.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

# The uploads that the page of this run shows, and those that are held.
SHOWN, SEEN = "_uploads_shown", "_uploads_seen"
# The downloads that a session made, by the name of the file: each is for that session, once.
_made: defaultdict[str, set[str]] = defaultdict(set)
_lock = threading.Lock()


class Session(NamedTuple):
    """A session with an open socket: what the socket came with, and who Streamlit says it is."""

    id: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    user: Mapping[str, Any]


def open_now() -> Iterator[Session]:
    """All sessions with an open socket."""
    for one in list(_runtime()._session_mgr.list_active_sessions()):
        came = one.client.client_context
        yield Session(one.session.id, dict(came.headers), came.cookies, one.session._user_info)


def made(session: str, name: str) -> None:
    """Note that a session made a download."""
    with _lock:
        _made[name].add(session)


def may_have(session: str, name: str) -> bool:
    """Whether a file is shown in a session, or was made in it."""
    shown = _runtime().media_file_mgr._files_by_session_and_coord.get(session, {})
    with _lock:
        return name in list(shown.values()) or session in _made.get(name, ())


def handed_over(session: str, name: str) -> None:
    """Forget a download that its session has got; nothing is kept of it where nobody else waits."""
    with _lock:
        waiting = _made.get(name)
        if waiting is None or session not in waiting:
            return
        waiting.discard(session)
        if not waiting:
            del _made[name]
            _storage().delete_file(name)


def uploads(session: str) -> dict[str, int]:
    """The size of each file that a session uploaded, by its name."""
    held = _files().file_storage.get(session, {})
    return {name: len(file.data) for name, file in list(held.items())}


def begin() -> None:
    """A run begins, which shows no file yet."""
    st.session_state[SHOWN] = set()


def show_uploads(names: Iterable[str]) -> None:
    """A page of this run shows these files."""
    for kept in (SHOWN, SEEN):
        st.session_state[kept] = st.session_state.get(kept, set()) | set(names)


def free_uploads() -> None:
    """A run is whole: free the uploads that it does not show any more; they are loaded, or left."""
    shown, seen = st.session_state.get(SHOWN, set()), st.session_state.get(SEEN, set())
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for name in seen - shown:
            context.uploaded_file_mgr.remove_file(context.session_id, name)
    st.session_state[SEEN] = shown


def left(session: str) -> None:
    """A session is over: free what it uploaded and what it made and did not fetch."""
    _files().remove_session_files(session)
    with _lock:
        names = [name for name, waiting in _made.items() if session in waiting]
    for name in names:
        handed_over(session, name)


def _runtime() -> Any:
    """The runtime; `Any`, since what is read of it is not meant to be."""
    runtime: Runtime = get_instance()
    return runtime


def _storage() -> MemoryMediaFileStorage:
    return _runtime().media_file_mgr._storage


def _files() -> MemoryUploadedFileManager:
    return _runtime().uploaded_file_mgr

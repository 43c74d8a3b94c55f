"""The place to drop files, with its texts in the reader's language."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.ui.session import held
from pages.ui.words.i18n import plain

# Streamlit 1.67 has no setting for the uploader's own English texts, so they are left out and
# ours stand beside their places. Style cannot reach what only a screen reader says, so that stays
# English: "file upload", "Add files" and the crosses. So does what stands at a file too large.
STYLE = """
<style>
.stFileUploader [data-testid="stFileUploaderDropzone"] > span button p,
.stFileUploader [data-testid="stFileUploaderDropzoneInstructions"] span,
.stFileUploader [data-testid="stFileUploaderDropzoneInput"] + div > span:only-child
{{ display: none; }}
.stFileUploader [data-testid="stFileUploaderDropzone"] > span button
    [data-testid="stMarkdownContainer"]::after
{{ content: "{choose}"; }}
.stFileUploader [data-testid="stFileUploaderDropzoneInstructions"] > div::after
{{ content: "{most}"; font-size: .875rem; opacity: .75; }}
.stFileUploader [data-testid="stFileUploaderDropzoneInput"] + div:has(> span:only-child)::after
{{ content: "{drop}"; font-size: .875rem; font-weight: 600; }}
</style>
"""


def files(label: str, key: str) -> list[UploadedFile]:
    """What the user chose or dropped so far."""
    _say(
        plain("Choose files"),
        plain("or drop them here, up to {size} GB each", size=gigabytes()),
        plain("Let go of the files here"),
    )
    given = st.file_uploader(label, accept_multiple_files=True, key=key)
    held.show_uploads([file.file_id for file in given])
    return given


def file(label: str, key: str) -> UploadedFile | None:
    """The one file that the user chose or dropped."""
    _say(plain("Choose a file"), plain("or drop it here"), plain("Let go of the file here"))
    given = st.file_uploader(label, key=key)
    held.show_uploads([given.file_id] if given else [])
    return given


def _say(choose: str, most: str, drop: str) -> None:
    """The texts of the place, in the reader's language."""
    texts = {"choose": choose, "most": most, "drop": drop}
    st.html(STYLE.format(**{name: quoted(text) for name, text in texts.items()}))


def kept(files: list[UploadedFile], folder: Path) -> list[tuple[str, Path]]:
    """The files with their names, written to a folder."""
    named = []
    for index, file in enumerate(files):
        path = folder / str(index)
        path.write_bytes(file.getbuffer())
        named.append((file.name, path))
    return named


def gigabytes() -> float:
    """The size above which Streamlit refuses a file."""
    return int(st.get_option("server.maxUploadSize")) / 1000


def quoted(text: str) -> str:
    """`text` as it stands between the quotes of a style sheet, inside HTML."""
    return "".join(one if one.isalnum() or one in " ,." else f"\\{ord(one):x} " for one in text)

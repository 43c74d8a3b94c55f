"""What a case needs of the browser: the focus where one goes on, Esc, / and ?."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
_element = st.components.v2.component(
    "kaartenbak_keys",
    html='<div class="kb-keys" role="note" hidden></div>',
    js=(HERE / "keys.js").read_text("utf-8"),
    isolate_styles=False,
)


def listen(moment: str, title: str, keys: Mapping[str, str]) -> None:
    """Put the focus into the panel's field when `moment` is another one, and out of any field
    where it has none; ? shows what the keys do.

    :param keys: per key what it does
    """
    data = {"moment": moment, "title": title, "keys": [list(pair) for pair in keys.items()]}
    _element(key="review_keys", data=data)

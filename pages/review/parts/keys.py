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


def listen(
    moment: str,
    title: str,
    keys: Mapping[str, str],
    field: str | None = None,
    *,
    proposed: bool = False,
    shown: str | None = None,
) -> None:
    """Put the focus where one goes on when `moment` is another one; ? shows what the keys do, and 0
    leads to the field for what no button says. What is pressed at once after another case is
    `shown` does nothing: nobody has seen it yet.

    :param keys: per key what it does
    :param field: the key of the field to type in; without it no field has the focus
    :param proposed: the button that does what is proposed has it then
    """
    pairs = [list(pair) for pair in keys.items()]
    data = {
        "moment": moment,
        "title": title,
        "keys": pairs,
        "field": field,
        "proposed": proposed,
        "shown": shown or moment,
    }
    _element(key="review_keys", data=data)

"""The emptiest Streamlit app that answers a key: what a key of the review is compared with."""

import streamlit as st


@st.fragment
def counted() -> None:
    """A number that the key makes one higher."""
    with st.container(key="review_head"):
        st.markdown(f"**{st.session_state.get('count', 0)}**")
    with st.container(key="case"):
        st.header(str(st.session_state.get("count", 0)))
        st.button("Next", key="way_later", shortcut="3", on_click=_count)


def _count() -> None:
    st.session_state["count"] = st.session_state.get("count", 0) + 1


counted()

"""The emptiest Streamlit app: what every page is compared with."""

import streamlit as st

st.title("Empty")

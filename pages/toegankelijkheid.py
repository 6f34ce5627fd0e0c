"""Toegankelijkheid: the statement, what was tested and how, and what is known not to work."""

import streamlit as st

from lib.ui.toegankelijkheid import statement

st.html(statement())

"""Handleiding: per role what to do where."""

import streamlit as st

from lib.ui.handleiding import guide
from lib.ui.shell import NAVIGATION
from lib.ui.state import selection

release, view = selection()
titles = {name: title for pages in NAVIGATION.values() for name, title in pages}
st.html(guide(release, view, titles, first=next(iter(titles))))

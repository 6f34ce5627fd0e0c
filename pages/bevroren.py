"""Bevroren standen: what was frozen, shown as it was; and what has changed since."""

import streamlit as st

from lib.web.saved import frozen_page
from lib.web.state import selection

release, view = selection()
state, below = st.container(), st.container()
with below:
    number = frozen_page.choose(release, view)
with state:
    frozen_page.show(number)

"""Cijfers aanleveren: files → what was read → what is wrong → what changes → one new release; and all releases."""

import streamlit as st

from lib.store.access import PUBLISH
from lib.ui import handing_in, handing_in_steps, release_steps, shipped_steps, sign_in

st.html(handing_in_steps.opening())
last = st.container()
shipped_steps.show()
found = None
if sign_in.may(PUBLISH):
    offered = handing_in_steps.choose_files()
    found = handing_in.look(offered, handing_in_steps.options()) if offered else None
# After reading, which makes what was told of an earlier file out of date.
with last:
    handing_in_steps.said()
handing_in_steps.show(found)
handing_in_steps.templates()
release_steps.show()

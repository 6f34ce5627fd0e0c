"""Cijfers aanleveren: files → what was read → what is wrong → what changes → one new release; and all releases."""

import streamlit as st

from lib.ui import handing_in, handing_in_steps, release_steps

st.html(handing_in_steps.opening())
handing_in_steps.said()
offered = handing_in_steps.choose_files()
if offered:
    found = handing_in.look(offered, handing_in_steps.options())
    handing_in_steps.show(found)
handing_in_steps.templates()
release_steps.show()

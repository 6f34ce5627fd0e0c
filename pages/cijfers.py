"""Cijfers aanleveren: files → what was read → what is wrong → what changes → one new release; and all releases."""

import streamlit as st

from lib.store.access import PUBLISH
from lib.web import sign_in
from lib.web.drawing import draw_html
from lib.web.releases import handing_in, releases, shipped

draw_html(handing_in.opening())
last = st.container()
shipped.show()
files = handing_in.choose_files() if sign_in.may(PUBLISH) else ()
finding = handing_in.look(files) if files else None
# After reading, which makes what was said of an earlier file out of date.
with last:
    handing_in.outcome()
if finding is not None:
    handing_in.show(finding)
handing_in.templates()
releases.show()

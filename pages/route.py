"""Eigen route: start from a route, say what is other, see what that does; keep it as a concept, publish it, take it along."""

import streamlit as st

from lib.store.access import KEEP_ROUTE
from lib.tables.route_draft import write_draft
from lib.web import sign_in
from lib.web.drawing import draw_html
from lib.web.own_route import draft, editor, keeping
from lib.web.own_route.effect import effect
from lib.web.shell import leave
from lib.web.state import database_stamp, selection

release, view = selection()
if sign_in.may(KEEP_ROUTE):
    own = draft.now(release, view)
    draw_html(keeping.opening(own))
    keeping.outcome(own)
    if own.fits:
        left, right = st.columns([1, 1.15], gap="medium")
        with left.container(key="eigen_route_veranderingen"):
            upcoming = editor.show(own)
        draw_html(effect(view, write_draft(upcoming), database_stamp()), right)
        keeping.show(own)
if keeping.every():
    leave()

"""Handleiding: per role what to do where."""

from lib.ui.handleiding import guide
from lib.ui.html import Html, draw_html
from lib.ui.shell import NAVIGATION
from lib.ui.state import selection

release, view = selection()
titles = {name: title for pages in NAVIGATION.values() for name, title in pages}
draw_html(Html(guide(release, view, titles, first=next(iter(titles)))))

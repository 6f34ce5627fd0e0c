"""Handleiding: per role what to do where."""

from lib.ui.guides import guide
from lib.ui.html import draw_html
from lib.ui.shell import NAVIGATION
from lib.ui.state import selection

release, view = selection()
titles = {name: title for pages in NAVIGATION.values() for name, title in pages}
draw_html(guide(release, view, titles, first=next(iter(titles))))

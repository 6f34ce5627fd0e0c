"""Handleiding: per role what to do where."""

from lib.web.blocks.guides import guide
from lib.web.drawing import draw_html
from lib.web.shell import NAVIGATION
from lib.web.state import selection

release, view = selection()
titles = {name: title for pages in NAVIGATION.values() for name, title in pages}
draw_html(guide(release, view, titles, first=next(iter(titles))))

"""Toegankelijkheid: the statement, what was tested and how, and what is known not to work."""

from lib.ui.html import Html, draw_html
from lib.ui.toegankelijkheid import statement

draw_html(Html(statement()))

"""Toegankelijkheid: the statement, what was tested and how, and what is known not to work."""

from lib.ui.guides import statement
from lib.ui.html import draw_html

draw_html(statement())

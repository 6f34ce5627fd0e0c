"""Toegankelijkheid: the statement, what was tested and how, and what is known not to work."""

from lib.render.html import draw_html
from lib.web.blocks.guides import statement

draw_html(statement())

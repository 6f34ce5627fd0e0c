"""Toegankelijkheid: the statement, what was tested and how, and what is known not to work."""

from lib.web.blocks.guides import statement
from lib.web.drawing import draw_html

draw_html(statement())

"""A label from a region's own files is text on every page: no emphasis, formula or link."""

import re
from pathlib import Path

from lib.render.html import literal
from lib.store.releases import load
from lib.tables.content import Content
from tests.pages.apps import At
from tests.store.test_publishing import put

HOSTILE = "**vet** $x^2$ [hier](http://voorbeeld.nl)"


def test_a_label_is_no_markup(at: At, database: Path) -> None:
    content = load(database, 1)
    body = re.sub(r'^label = ".*"$', f'label = "{HOSTILE}"', content.files["parameters.toml"], flags=re.MULTILINE)
    put(database, Content(content.tables, {**content.files, "parameters.toml": body}), 1)
    app = at("gevoeligheid")
    assert not app.exception
    drawn = [each.label for kind in ("expander", "select_slider", "text_input") for each in app.get(kind)]
    drawn += [slider.label for slider in app.select_slider]
    hostile = [label for label in drawn if "vet" in label]
    assert hostile and all(literal(HOSTILE) in label for label in hostile), hostile

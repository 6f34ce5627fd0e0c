"""Every page in every view, and what a reader then chooses on it: all that Streamlit sends to the browser, as text."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from lib.comparison.release import open_release
from lib.comparison.view import default_view
from lib.render.plotly.template import palette
from lib.store.locations import DATABASE
from lib.store.saved_views import states
from lib.subjects.meeting import SCREENS
from lib.web import cache, drawing
from tests.pages.apps import MAIN, ROOT
from tests.picture.places import VIEWS, Places, address
from tests.picture.writing import SHORT_STYLE, STYLE, Folder, json_text, lines_of

PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
MEETING, FROZEN = "vergadering", "bevroren"
#: What is named anew at each run, or after the folder of the checkout.
PASSING = ("id", "deferred_file_id", "url", "form_id", "page_script_hash")
#: Fields that are written below their element, a line for each tag.
MARKUP = ("body", "spec")
#: Fields of the shell: they are the view.
SHELL = ("a", "b", "jaren", "release", "gemeente", "bedragen", "sleutel", "mensen", "scherm", "stand")
WRONG = {
    "a": "Onzin",
    "jaren": "1999–2000",
    "release": "Release 99",
    "gemeente": "Amsterdam",
    "bedragen": "per huis",
    "sleutel": "gok",
    "mensen": "gok",
    "aannames": "onzin=1;schaalverlies=9;loonindex=x",
    "db": "onzin=2",
    "stand": "99",
    "scherm": "Niets",
}


def opened(query: dict[str, str]) -> AppTest:
    """The app at a link, on its first page."""
    app = AppTest.from_file(str(MAIN), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def go_to(app: AppTest, page: str) -> AppTest:
    return app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


def picture(app: AppTest) -> str:
    """Everything on the screen, without style sheets; fails when the page did."""
    assert not app.exception, [error.value for error in app.exception]
    return "\n".join(line for root in app._tree.children.values() for line in _node(root, 0))


def _node(node: Any, depth: int) -> Iterator[str]:
    """An element or container and all that is in it: its kind, its key, its value, its fields."""
    fields = MessageToDict(node.proto, preserving_proto_field_name=True) if isinstance(node.proto, Message) else {}
    edge = " " * depth
    key = f" {node.key}" if node.key else ""
    value = f" = {_value(node)!r}" if hasattr(type(node), "set_value") else ""
    markup = {name: fields.pop(name) for name in MARKUP if name in fields}
    if str(markup.get("body", "")).startswith(STYLE) and len(markup["body"]) > SHORT_STYLE:
        return
    yield f"{edge}{node.type}{key}{value} {json.dumps(_lasting(fields), ensure_ascii=False, sort_keys=True)}"
    if "spec" in markup:
        figure = json.loads(markup["spec"], object_pairs_hook=lambda pairs: dict(sorted(pairs)))
        yield from _indented(json_text(figure), edge)
    if "body" in markup:
        yield from _indented(lines_of(markup["body"]), edge)
    for child in getattr(node, "children", {}).values():
        yield from _node(child, depth + 1)


def _value(node: Any) -> Any:
    """What is chosen; of files their names, since each upload has an address of its own."""
    return [getattr(each, "name", each) for each in node.value] if isinstance(node.value, list) else node.value


def _indented(text: str, edge: str) -> Iterator[str]:
    return (f"{edge} | {line}" for line in text.splitlines())


def _lasting(fields: Any) -> Any:
    if isinstance(fields, dict):
        return {name: _lasting(value) for name, value in fields.items() if name not in PASSING}
    return [_lasting(each) for each in fields] if isinstance(fields, list) else fields


def style_sheets(app: AppTest) -> str:
    bodies = {element.proto.body for element in app.get("html")}
    return "\n".join(sorted(body for body in bodies if body.startswith(STYLE) and len(body) > SHORT_STYLE))


def use(path: object) -> None:
    """Pages, API and commands read this database from now on."""
    os.environ[DATABASE] = str(path)
    cache.clear()


def write_views(folder: Folder, places: Places) -> None:
    """Every page in every view on the shipped figures; every screen of the meeting too."""
    use(places.plain)
    release = open_release(places.plain)
    for name, change in VIEWS.items():
        query = address(release, change(default_view(release)))
        app = opened(query)
        for page in PAGES:
            folder.write(f"pages/{page}/{name}", picture(go_to(app, page)))
        _write_screens(folder, query, name)
    folder.write("pages/style", style_sheets(go_to(opened({}), MEETING)))
    app = opened(WRONG)
    folder.write("pages/overzicht/verkeerde-link-geopend", picture(app))
    for page in PAGES:
        folder.write(f"pages/{page}/verkeerde-link", picture(go_to(app, page)))
    _write_dark(folder)


def _write_dark(folder: Folder) -> None:
    """What is different where a reader has the dark theme on: the colours of charts."""
    light, dark = opened({}), opened({})
    for page in PAGES:
        before = picture(go_to(light, page))
        with patch.object(drawing, "palette", lambda _: palette(True)):
            folder.write(f"pages/{page}/donker", added(before, picture(go_to(dark, page))))


def _write_screens(folder: Folder, query: dict[str, str], name: str) -> None:
    app = opened(query)
    for screen in SCREENS:
        at_screen(app, screen)
        folder.write(f"pages/{MEETING}/{name}/{screen}", picture(app))


def write_history(folder: Folder, places: Places) -> None:
    """Every page on a database with more releases, as it opens and at a link to the first of them, and frozen states."""
    use(places.full)
    first = open_release(places.full, 1)
    for name, query in (("in-gebruik", {}), ("eerste", address(first, VIEWS["eigen"](default_view(first))))):
        app = opened(query)
        for page in PAGES:
            folder.write(f"pages/{page}/geschiedenis-{name}", picture(go_to(app, page)))
    for info in states(places.full):
        app = go_to(opened({"stand": str(info.number)}), FROZEN)
        app.selectbox(key="stand").select(str(info.number)).run()
        folder.write(f"states/{info.number}-pagina", picture(app))


def write_steps(folder: Folder, places: Places) -> None:
    """What each choice that a page itself offers adds to what was there; and figures that are handed in."""
    use(places.plain)
    release = open_release(places.plain)
    for name in ("standaard", "alles"):
        query = address(release, VIEWS[name](default_view(release)))
        for page in PAGES:
            app = go_to(opened(query), page)
            before = picture(app)
            for step, text in _steps(query, page, app):
                folder.write(f"steps/{page}/{name}/{step}", added(before, text))
    _write_meeting_steps(folder)
    app = go_to(opened({}), "cijfers")
    uploads = [(Path(file).name, Path(file).read_bytes(), "text/csv") for file in places.handed]
    app.file_uploader[0].set_value(uploads).run()
    folder.write("steps/cijfers/aangeleverd", picture(app))


def _write_meeting_steps(folder: Folder) -> None:
    """What each button of a choice on a screen of the meeting adds."""
    for screen in SCREENS:
        before = at_screen(opened({}), screen)
        boxes = [(box.key, option) for box in before.main.get("button_group") for option in box.options]
        for number, (key, option) in enumerate(boxes):
            app = at_screen(opened({}), screen)
            app.main.button_group(key=key).set_value(option).run()
            folder.write(f"steps/{MEETING}/{screen}/{key}-{number}", added(picture(before), picture(app)))


def at_screen(app: AppTest, screen: str) -> AppTest:
    return go_to(app, MEETING).selectbox(key="scherm").select(SCREENS[screen]).run()


def added(before: str, after: str) -> str:
    """The lines that were not there before."""
    known = set(before.splitlines())
    return "\n".join(line for line in after.splitlines() if line not in known)


def _steps(query: dict[str, str], page: str, app: AppTest) -> Iterator[tuple[str, str]]:
    """The name of each choice, and the page after it: each from the page as it opens."""
    for step, key, value in list(_choices(app)):
        fresh = go_to(opened(query), page)
        if isinstance(value, bool) or step.startswith("tab"):
            fresh.session_state[key] = value
        else:
            fresh.selectbox(key=key).select(value)
        yield step, picture(fresh.run())


def _choices(app: AppTest) -> Iterator[tuple[str, str, Any]]:
    """(name, key, value) of every list, switch, tab and fold on the page itself that is not chosen yet."""
    for box in app.main.get("selectbox"):
        if box.key and box.key not in SHELL:
            yield from ((f"{box.key}-{i}", box.key, each) for i, each in enumerate(box.options) if each != box.value)
    for box in (*app.main.get("checkbox"), *app.main.get("toggle")):
        if box.key:
            yield f"{box.key}", box.key, not box.value
    for node in _walk(app.main):
        if node.type == "tab_container" and node.key:
            yield from (
                (f"tab-{node.key}-{i}", node.key, tab.label) for i, tab in enumerate(node.children.values()) if i
            )
        if node.type == "expander" and node.key:
            yield f"{node.key}", node.key, not node.proto.expanded


def _walk(node: Any) -> Iterable[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _walk(child)

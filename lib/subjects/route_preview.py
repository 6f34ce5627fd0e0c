"""An own route on its way into a release: everything that the release in use holds and one scenario more."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lib.comparison.own_routes import read_scenario
from lib.comparison.release import make_release
from lib.store.locations import Database
from lib.store.protection import current
from lib.store.publishing import HandedIn
from lib.store.releases import load
from lib.subjects.release_preview import Candidate, ModelChange, model_changes
from lib.tables.content import Content
from lib.tables.route_draft import RouteDraft, write_draft
from lib.tables.rows import Unsound


@dataclass(frozen=True)
class RoutePreview(Candidate):
    """What publishing a route would do."""

    draft: RouteDraft

    @property
    def file(self) -> str:
        """The name that the file of the route gets in scenarios/."""
        stem, number = self.draft.text("id"), 1
        while (name := f"{stem}.toml" if number == 1 else f"{stem}_{number}.toml") in self.before.files:
            number += 1
        return name

    @cached_property
    def content(self) -> Content:
        return replace(self.before, files={**self.before.files, self.file: write_draft(self.draft)})

    @property
    def files(self) -> Sequence[HandedIn]:
        body = write_draft(self.draft).encode()
        rows = len(self.draft.changes)
        return (HandedIn(f"scenarios/{self.file}", hashlib.sha256(body).hexdigest(), len(body), rows),)

    @cached_property
    def model(self) -> tuple[ModelChange, ...]:
        """The scenarios, parameters and PM items that are another one: the route."""
        return model_changes(self.old, self.new)


def prepare_route(path: Database, draft: RouteDraft) -> RoutePreview:
    """A draft beside the release in use. Raises Unsound with what that release refuses of it, StoreError."""
    used = current(path)
    before = load(path, used.number)
    _, problems = read_scenario(make_release(used, before), draft)
    if problems:
        raise Unsound(problems)
    return RoutePreview(used, before, draft)

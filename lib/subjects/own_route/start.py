"""How an own route begins and what it is called: a file that is sound before anything is changed, and says of itself that
nobody published it."""

import re
from collections import Counter
from collections.abc import Container
from unicodedata import normalize

from lib.comparison.release import Release
from lib.tables.route_draft import RouteDraft

ASSUMPTION = "aanname"
NAME = "Eigen route"
#: What a route says of itself that somebody makes here.
REASON = "Eigen keuzes; waarom, staat er nog niet bij."
SAID = {
    "noemt": "eigen keuzes",
    "laat_open": "de onderbouwing ervan",
    "gepubliceerd": "Over deze route is niets gepubliceerd; zij bestaat uit eigen keuzes.",
}


def start_draft(release: Release, base: str) -> RouteDraft:
    """A route like its base, with nothing changed."""
    source = assumption_source(release)
    texts = {"basis": base, "toelichting": REASON, "bron_id": source, **SAID, "gepubliceerd_bron": source}
    return rename(release, RouteDraft(texts), NAME)


def assumption_source(release: Release) -> str:
    """The source that this release gives for what is assumed: the one that most of its assumptions name."""
    assumed = [item.source for item in release.parameters.values() if item.status == ASSUMPTION]
    return Counter(assumed or list(release.sources)).most_common(1)[0][0]


def rename(release: Release, draft: RouteDraft, title: str) -> RouteDraft:
    """The same under another name: what was written in the form of the name before, follows it."""
    before, after = (_names(release, name) for name in (draft.text("titel"), title))
    own = {key: text for key, text in after.items() if draft.text(key) in ("", before[key])}
    return draft.with_text(**{**own, "titel": title})


def _names(release: Release, title: str) -> dict[str, str]:
    return {
        "id": free_id(title, release.scenarios, "route"),
        "titel": title,
        "korte_titel": title,
        "in_zin": f"de route “{title}”",
    }


def free_id(title: str, used: Container[str], otherwise: str) -> str:
    """A title as an id that is not used; `otherwise` where there is no letter in it."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub("[^a-z0-9]+", "_", plain).strip("_") or otherwise
    number = 1
    while (name := stem if number == 1 else f"{stem}_{number}") in used:
        number += 1
    return name


def is_named(draft: RouteDraft) -> bool:
    """Whether somebody gave it a name and a reason of its own."""
    return draft.text("titel") != NAME and draft.text("toelichting") != REASON

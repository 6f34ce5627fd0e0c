"""The content upon which figures are handed in: with a row for every setting that reading them needs."""

from lib.store.content import Content, in_grain_order
from lib.store.figures import later_settings
from lib.store.tables import BY_NAME


def with_limits(content: Content, base_year: int | None) -> Content:
    """The content with the shipped settings where it has none (a release of before them), and the base year if asked."""
    settings = BY_NAME["settings"]
    rows = {row["naam"]: row for row in content.tables["settings"]}
    rows |= {name: row for name, row in later_settings().items() if name not in rows}
    if base_year is not None:
        rows["basisjaar"] = {**rows["basisjaar"], "waarde": str(base_year)}
    return Content(
        {**content.tables, "settings": in_grain_order(settings, list(map(dict, rows.values())))}, content.files
    )

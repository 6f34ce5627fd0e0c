"""What of a view differs from standaard, as a table beside the tables of an export."""

from typing import Any

import pyarrow as pa

from lib.analysis.own_choices import OWN_KEY_NAME, STANDARD_KEY, own_assumptions
from lib.analysis.release import Release
from lib.analysis.view import View

#: What the file of it is called.
NAME = "assumptions"
SCHEMA = pa.schema(
    [
        ("parameter", pa.string()),
        ("naam", pa.string()),
        ("waarde", pa.float64()),
        ("standaard", pa.float64()),
        ("eenheid", pa.string()),
        ("in_woorden", pa.string()),
    ]
)


def own_rows(release: Release, view: View) -> list[tuple[Any, ...]]:
    """A row per assumption that differs, shares as a part of 1, and one for a chosen key, which has no number."""
    values = dict(view.overrides)
    rows: list[tuple[Any, ...]] = [
        (assumption.id, assumption.label, values[assumption.id], parameter.default, parameter.unit, assumption.words)
        for assumption in own_assumptions(release, view.overrides)
        for parameter in (release.parameters[assumption.id],)
    ]
    if view.key is not None:
        words = f"{release.key_label(view.key)} (standaard {STANDARD_KEY})"
        rows.append((view.key, OWN_KEY_NAME, None, None, "", words))
    return rows


def own_table(release: Release, view: View) -> pa.Table | None:
    """The table of these rows; None when nothing differs."""
    rows = own_rows(release, view)
    if not rows:
        return None
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA)

"""The comparison that a request is about: looked up, computed once, and limited to the rows that are asked for."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lib.analysis.answers import Answers
from lib.analysis.release import Release
from lib.analysis.view import View, compare_view
from lib.api.choices import OWN_HEADER, choice_fields, differing, own_header, read_rows_wanted, read_view
from lib.api.fields import Row, Table
from lib.api.making import Kept
from lib.api.opening import info_of, marks, named, opened
from lib.api.operations import Asked
from lib.api.parameters import CURRENT
from lib.model.figures import ALL
from lib.report.tables import export_table
from lib.store.locations import Database
from lib.store.releases import ReleaseInfo

#: Comparisons and tables kept in memory.
MOST_COMPARISONS, MOST_TABLES = 8, 24
Key = tuple[Database, ReleaseInfo, View]
_answers: Kept[Key, Answers] = Kept(MOST_COMPARISONS)
_tables: Kept[tuple[Key, str], pa.Table] = Kept(MOST_TABLES)


class Selection:
    """One comparison that somebody may see, and to which rows of it the answer is limited."""

    def __init__(self, request: Asked) -> None:
        self.info = info_of(request.path, request.by, request.one("release") or CURRENT)
        self.release: Release = opened(request.path, self.info)
        self.view = read_view(self.release, request)
        self.gemeente, self.horizon = read_rows_wanted(self.release, request)
        self.key: Key = (request.path, self.info, self.view)

    @property
    def identity(self) -> tuple[Any, ...]:
        return (self.info, self.view, self.gemeente, self.horizon)

    @property
    def answers(self) -> Answers:
        release, view = self.release, self.view
        return _answers.get(self.key, lambda: Answers(release, view, compare_view(release, view)))

    def about(self) -> dict[str, Any]:
        return {
            "release": named(self.info),
            "keuzes": choice_fields(self.view, self.gemeente, self.horizon),
            **differing(self.release, self.view),
        }

    def marks(self) -> dict[str, str]:
        """The same in headers, for the forms that hold only a table."""
        own = own_header(self.release, self.view)
        return {**marks(self.info), **({OWN_HEADER: own} if own else {})}

    def exported(self, name: str) -> pa.Table:
        """A table of the export, limited to the rows that are asked for."""
        rows = _tables.get((self.key, name), lambda: export_table(name, self.release, self.answers.comparison))
        if self.gemeente != ALL:
            rows = rows.filter(pc.equal(rows["gemeente_code"], self.gemeente))
        if self.horizon is None:
            return rows
        return rows.filter(
            pc.equal(rows["horizon"], self.horizon)
            if "horizon" in rows.column_names
            else pc.less_equal(rows["jaar"], self.horizon)
        )

    def limit(self, table: Table, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The same for rows of the API itself."""
        limits = {"gemeente_code": None if self.gemeente == ALL else self.gemeente, "horizon": self.horizon}
        places = [(table.names.index(name), value) for name, value in limits.items() if value and name in table.names]
        return tuple(row for row in rows if all(row[place] == value for place, value in places))

"""The course in other regions: the chart and its table."""

from textwrap import wrap

from lib.analysis.aansluiting import COMPARED
from lib.analysis.hindsight import NO_RETURN, Booked
from lib.analysis.hindsight_elsewhere import Group, group_years, groups
from lib.analysis.release import Release
from lib.charts.beside import TOP, Beside
from lib.charts.multiples import OTHERS
from lib.text import decimal
from lib.ui.hindsight_charts import Panels
from lib.ui.hindsight_head import NOT_HERE
from lib.ui.hindsight_tables import index_cell
from lib.ui.html import Row, block, name, source_link, table, text

#: Letters on a line of the legend before it goes on below.
LEGEND_WIDTH = 38
ELSEWHERE = "Hoe het elders liep"


def elsewhere_chart(release: Release) -> Panels | None:
    """The course in other regions, all in one panel; None when the release has none."""
    found, span = groups(release), list(group_years(release))
    if not found:
        return None
    others = iter(OTHERS * len(found))
    lines: dict[str, tuple[str, list[list[float]]]] = {
        "<br>".join(wrap(each.label, LEGEND_WIDTH)): (
            "booked" if each.own else next(others),
            [[_value(each, year) for year in span]],
        )
        for each in found
    }
    notes = {
        (0, year): NO_RETURN
        for each in found
        if each.own
        for year in span
        if year not in each.index or each.index[year].answer is None
    }
    ends = "; ".join(f"{each.label} {_shown(each, span[-1])}" for each in found)
    return Panels(
        [""],
        span,
        lines,
        f"index, {span[0]} = 100",
        1,
        Beside(missing=notes, from_zero=False, top=TOP + 12 * len(found)),
        ELSEWHERE,
        f"lasten op taakveld {COMPARED} volgens de jaarrekening, index, {span[0]} = 100, lopende prijzen; de schaal begint niet bij 0",
        f"Lijngrafiek van de index van de lasten, {span[0]} is 100. In {span[-1]}: {ends}.",
        "",
    )


def _value(group: Group, year: int) -> float:
    return group.index[year].value if year in group.index else float("nan")


def _shown(group: Group, year: int) -> str:
    found = group.index.get(year)
    if found is None:
        return NO_RETURN
    return found.lacking if found.answer is None else decimal(found.value, 1)


def elsewhere_table(release: Release) -> str:
    """The same numbers, each with its origin, and what they do not say."""
    found, span = groups(release), group_years(release)
    if not found:
        return block(ELSEWHERE, "", f"<div class=rw-text>{NOT_HERE}</div>")
    rows = [
        Row((name(each.label), *(index_cell(release, each.index.get(year, Booked(None, NO_RETURN))) for year in span)))
        for each in found
    ]
    sources = dict.fromkeys(row["bron_id"] for row in release.tables["comparators"])
    links = "; ".join(source_link(release, each) for each in sources)
    told = "".join(
        f"<div class=rw-small>{text(each.label)}, {year}: {text(remark)}.</div>"
        for each in found
        for year, cell in each.index.items()
        for remark in cell.remarks
    )
    return (
        table(
            f"Index van de lasten, {span[0]} = 100",
            ["Groep", *map(str, span)],
            rows,
            style="rw-firm rw-booked rw-groups",
        )
        + told
        + f"<div class=rw-text>Andere regio’s, andere afspraken en andere manieren van boeken: de reeksen laten een verloop "
        f"zien en bewijzen geen oorzaak. Bron: {links}.</div>"
    )

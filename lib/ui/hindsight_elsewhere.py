"""The course in other regions: the chart and its table."""

from lib.analysis.hindsight import NO_RETURN, Booked
from lib.analysis.hindsight_charts import ELSEWHERE
from lib.analysis.hindsight_elsewhere import group_years, groups
from lib.analysis.release import Release
from lib.ui.hindsight_head import NOT_HERE
from lib.ui.hindsight_tables import index_cell
from lib.ui.html import Row, block, name, source_link, table, text


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

"""How far budgets usually miss, and what was published that contradicts something else."""

from lib.analysis.aansluiting import COMPARED
from lib.analysis.accountability import Conflict, published_conflicts
from lib.analysis.conflicts import conflict_title
from lib.analysis.hindsight_budget import PERCENTILE_WORDS, Usual, usual
from lib.analysis.release import Release
from lib.store.tables import PERCENTILES
from lib.text import counted, percentage, whole
from lib.ui.accountability_tables import conflict_table
from lib.ui.hindsight_head import NOT_HERE
from lib.ui.html import Cell, Row, block, disclosure, known_since, name, source_link, table, tag, text, why

TITLE = "Hoe ver begrotingen er meestal naast zitten"


def budget_error(release: Release) -> str:
    """Accounts over budget on taakveld 6.4 at other gemeenten, per year, and a computation that contradicts it."""
    found = usual(release)
    if not found:
        return block(TITLE, "", f"<div class=rw-text>{NOT_HERE}</div>")
    middle = found[0].row["toelichting"] or ""
    head = ["Jaar", *(text(PERCENTILE_WORDS[each].capitalize()) for each in PERCENTILES), "Gemeenten", "Status", "Bron"]
    rows = [_usual_row(release, each) for each in found]
    inner = f"<div class=rw-text>{text(middle)}. Een min betekent: minder uitgegeven dan begroot.</div>"
    inner += table("Jaarrekening tegenover begroting bij andere gemeenten", head, rows, style="rw-wrap rw-rows rw-firm")
    for each in found:
        if each.against:
            inner += _against(release, each)
    return block(TITLE, f"taakveld {COMPARED}, jaarrekening tegenover begroting", inner)


def _usual_row(release: Release, each: Usual) -> Row:
    shares = (Cell(why(percentage(each.shares[p].value, 0), each.shares[p], release)) for p in PERCENTILES)
    return Row(
        (
            name(each.year),
            *shares,
            Cell(whole(each.row["aantal_gemeenten"])),
            Cell(tag(each.row["status"]), number=False),
            Cell(
                f"{source_link(release, each.row['bron_id'], short=True)}, {known_since(release, each.row['kennisdatum'])}",
                number=False,
            ),
        ),
        style="rw-conflict" if each.against else "",
    )


def _against(release: Release, each: Usual) -> str:
    told = (
        f"<div class=rw-text><b>Tegenspraak over {each.year}.</b> Een tweede berekening van dezelfde maat telt andere gemeenten en "
        "komt anders uit. Beide staan hier; er is niet gemiddeld en niet gekozen wie gelijk heeft. De band in de grafiek "
        "gebruikt de tabel hierboven.</div>"
    )
    return told + conflict_table(release, Conflict(conflict_title(release, each.against), each.against))


def conflicts(release: Release) -> str:
    """What was published and what contradicts it, one disclosure per subject; never averaged."""
    shown = {row["volgnummer"] for each in usual(release) for row in each.against}
    groups = [each for each in published_conflicts(release) if each.rows[0]["volgnummer"] not in shown]
    title = "Wat is gepubliceerd en elkaar tegenspreekt"
    if not groups:
        return block(title, "", f"<div class=rw-text>{NOT_HERE}</div>")
    intro = "<div class=rw-text>Berichten over hetzelfde staan naast elkaar; er is niet gemiddeld en niet gekozen wie gelijk heeft.</div>"
    parts = "".join(disclosure(each.name, conflict_table(release, each)) for each in groups)
    return block(title, counted(len(groups), "onderwerp", "onderwerpen"), intro + parts)

"""What a page says of a release of which not every figure is there: what it will hold, what is filled in and by whom, and what
the routes are. Nothing is reckoned from a part of the figures."""

from lib.comparison.release import Release
from lib.model.figures import ALL
from lib.render.html import Cell, Html, Row, block, element, name, paragraph, table, text, words
from lib.tables.filling import FIGURES, NOT_FILLED_IN
from lib.text import upper_first, whole

#: What stands on each page, by its address, as soon as all figures are there; the first page has none.
PAGES = {
    "": "Hier staat straks wat elke kant publiceerde en hoe ver elke route kan gaan, in euro’s en mensen.",
    "kosten": "Hier staat straks elke route als begroting, per gemeente, jaar en kostensoort.",
    "mensen": "Hier staat straks wie waar werkt, nu en later, in beide routes.",
    "gemeente": "Hier staat straks wat er voor één gemeente verandert, voor mensen en in euro’s.",
    "gevoeligheid": "Hier staat straks welke aanname het meest telt; de aannames zelf staan nu al op Verantwoording.",
    "route": "Hier maakt u straks een eigen route, met wat zij doet ernaast.",
    "vergadering": "De routes worden vergeleken zodra alle cijfers er zijn.",
}
#: The page for a whole room, where a screen has one idea.
ROOM = "vergadering"


def sentence(release: Release) -> str:
    """The heading of every page that has no outcome yet."""
    return f"{upper_first(NOT_FILLED_IN)}: {release.checklist.sentence}"


def page(release: Release, path: str, gemeente: str) -> Html:
    """The whole of a page that has no outcome yet."""
    return (
        element("h1", sentence(release))
        + paragraph(f"{PAGES[path]} Wat er niet is, telt niet als nul: er wordt nog niets uitgerekend.", "rw-sub")
        + tasks(release)
        + by_gemeente(release, gemeente)
        + routes(release)
    )


def screen(release: Release) -> Html:
    """The same for a whole room: how many of the figures there are, of all gemeenten together."""
    rows = [Row([name(task.title), _count(task.done, task.total)]) for task in release.checklist.figures]
    counts = table("Hoeveel cijfers er zijn", ["Cijfers", "Ingevuld"], rows, hidden_caption=True)
    return element("h1", sentence(release)) + paragraph(PAGES[ROOM]) + counts


def on_accountability(release: Release) -> Html:
    """What is to be done, where everything stands on which a release rests."""
    return notice(release) + tasks(release) + by_gemeente(release, ALL)


def notice(release: Release) -> Html:
    """The same in one sentence, on a page that has more than outcomes."""
    return paragraph(
        f"{sentence(release)}. Wat op een vergelijking van de routes rust, staat hier zodra alle cijfers er zijn."
    )


def by_gemeente(release: Release, gemeente: str) -> Html:
    """Per gemeente how many of the figures are there."""
    filled = release.checklist.gemeenten
    rows = [
        Row([name(release.name(code)), *(_count(*filled[code][table]) for table in FIGURES)])
        for code in (release.choosable if gemeente == ALL else (gemeente,))
    ]
    heads = ["Gemeente", *(title for title, _ in FIGURES.values())]
    how = paragraph(
        "Alles kan in één keer: op Cijfers aanleveren staat een werkmap klaar met een rij voor elk cijfer dat er niet is."
    )
    counts = table("Hoeveel cijfers er zijn per gemeente", heads, rows, hidden_caption=True, style="rw-wrap rw-rows")
    return block("Wat is ingevuld", "per gemeente", counts, how)


def _count(done: int, total: int) -> Cell:
    return Cell(text(f"{whole(done)} van {whole(total)}" if done else NOT_FILLED_IN))


def tasks(release: Release) -> Html:
    """The checklist, as the command line gives it too."""
    rows = [
        Row(
            [
                name(task.title),
                words(task.count),
                words(task.first or "alles ingevuld"),
                words(task.remedy if task.lacking else ""),
            ]
        )
        for task in release.checklist.tasks
    ]
    heads = ["Wat", "Ingevuld", "Nog niet", "Wat u kunt doen"]
    caption = "Wat er moet gebeuren, van boven naar beneden"
    return block("Wat er moet gebeuren", "", table(caption, heads, rows, hidden_caption=True, style="rw-wrap rw-rows"))


def routes(release: Release) -> Html:
    """What the routes are, as far as somebody wrote it."""
    rows = [
        Row([name(scenario.title), words(scenario.explanation), words(scenario.published)])
        for scenario in release.scenarios.values()
    ]
    heads = ["Route", "Wat zij is", "Wat is gepubliceerd"]
    words_of_routes = table("De routes in woorden", heads, rows, hidden_caption=True, style="rw-wrap rw-rows")
    return block("De routes", "", words_of_routes)

"""The first blocks of Mensen: the message, and where people go in each route."""

from lib.analysis.answers import Answers
from lib.analysis.people import shown_years
from lib.analysis.people_flow import headline, switchers, switchers_words
from lib.text import whole
from lib.ui.html import disclosure, tag, text, why
from lib.ui.people_cells import attrition


def message(answers: Answers) -> str:
    """The heading that is the message, and what its numbers are."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    base = shown_years(answers)[0]
    wsw, staff = answers.wsw(comparison.zero, code, None, base), answers.staff(comparison.zero, code, None, base)
    runs = [run for _, run in comparison.sides]
    asked = [(whole(answer.value), answer) for answer in (wsw, staff)]
    asked += [(switchers_words(answers, run), switchers(answers, run)) for run in runs]
    items = "".join(f"<li>{text(answer.title)}: {why(shown, answer, release)}</li>" for shown, answer in asked)
    return (
        f"<h1>{text(headline(answers))}</h1>"
        f'<div class="rw-sub">Personen, geen arbeidsjaren en geen SE. Stand van {base}, het basisjaar; status '
        f"{tag(wsw.status)}. Daarna daalt het aantal in elke route gelijk, met een uitstroom van {attrition(answers)}.</div>"
        + disclosure("Herkomst van de getallen in deze zin", f"<ul class=rw-list>{items}</ul>")
    )

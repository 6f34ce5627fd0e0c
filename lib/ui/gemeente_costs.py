"""What a route costs one gemeente: a municipal budget in short, and the same per inhabitant beside the others."""

from lib.analysis.answers import Answers
from lib.analysis.costs import LEGEND, in_short
from lib.analysis.expression import Scale, scale_of
from lib.analysis.message import period
from lib.analysis.routes import runs
from lib.model.figures import ALL
from lib.text import lower_first
from lib.ui.cost_blocks import per_inhabitant
from lib.ui.gemeente_head import part, say
from lib.ui.grids import draw
from lib.ui.html import text, why


def costs(answers: Answers, scale: Scale) -> str:
    """Lasten, baten and saldo per year of every route, and the differences, structural and incidental."""
    kind, table = in_short(answers)
    drawn = draw(table, answers.release, style="rw-budget")
    return part("begroting", f"{kind} {period(answers.comparison)}, {scale.label}", say(text(LEGEND)) + drawn)


def neighbours(answers: Answers) -> str:
    """The same saldo per inhabitant beside the other gemeenten, on one scale."""
    release, code = answers.release, answers.view.gemeente
    scale = scale_of(release, "per_inwoner")
    told = []
    for run in runs(answers.comparison):
        own, all_ = (
            why(scale.text(answer.value, each), answer, release)
            for each in (code, ALL)
            for answer in (answers.saldo(run, each),)
        )
        told.append(
            f"{text(run.scenario.in_sentence)} {own} in {text(release.name(code))} en {all_} in de {text(release.all_together)} samen"
        )
    sentence = f"Saldo in euro per inwoner, {period(answers.comparison)} opgeteld: {'; '.join(told)}."
    return part(
        "buren",
        f"{lower_first(scale.label)}, {period(answers.comparison)} opgeteld",
        say(sentence) + per_inhabitant(answers),
    )

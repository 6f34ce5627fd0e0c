"""What the sections of a document draw from: the comparison, its shown numbers, and the sources that they cite."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lib.analysis.answers import Answers
from lib.analysis.grid import Side
from lib.analysis.own_choices import own_words
from lib.analysis.release import Release
from lib.analysis.saved_views import results_of
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.report.imprint import Imprint
from lib.report.pdf.blocks import ShownNumbers
from lib.report.pdf.pieces import Paragraph


@dataclass(frozen=True)
class PdfContext:
    """A document in the making: `cited` numbers the sources in the order in which they are first named."""

    answers: Answers
    imprint: Imprint
    cited: dict[str, int] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> ShownNumbers:
        return ShownNumbers(results_of(self.answers))

    @property
    def release(self) -> Release:
        return self.answers.release

    @property
    def place(self) -> str:
        """The gemeente in view, or all together."""
        return self.release.name(self.answers.view.gemeente)

    @property
    def gemeente(self) -> str:
        """The code of the gemeente in view; "" for all together."""
        return "" if self.answers.view.gemeente == ALL else self.answers.view.gemeente

    @property
    def routes(self) -> tuple[tuple[Side, Projection], ...]:
        """A and B with their side, once when they are the same route."""
        return self.answers.comparison.sides

    @property
    def sides(self) -> Mapping[str, Side]:
        """Heading of a route → its side."""
        return {run.scenario.short_title: side for side, run in self.routes}

    def cite(self, bron_id: str) -> str:
        """The publisher and the number under which the source stands at the end: "RTV Oost [3]"."""
        number = self.cited.setdefault(bron_id, len(self.cited) + 1)
        return f"{self.release.sources[bron_id]['uitgever']} [{number}]"


def own_choices(context: PdfContext) -> Iterator[Paragraph]:
    """What the reader chose otherwise than standaard, by name; nothing when everything is at standaard."""
    own = own_words(context.release, context.answers.view)
    if own:
        yield Paragraph(own, "own")

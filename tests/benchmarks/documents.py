"""How long a document takes: all of it, against setting an empty page and against the numbers that it shows."""

from dataclasses import replace
from datetime import datetime

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.render.documents import DOCUMENTS, make
from lib.render.packing import Imprint
from lib.render.pdf.pieces import Document, Heading, typeset
from lib.subjects.saved_views import results_of
from tests.benchmarks.timing import seconds

IMPRINT = Imprint("http://localhost:8501/", datetime(2026, 5, 4, 9, 8))
RUNS = 5
GOAL = " (doel ≤ 1000)"


def making(release: Release) -> None:
    """Every kind of document from a comparison that nobody asked anything of yet; `release.draws` are there."""
    views = [default_view(release), replace(default_view(release), horizon=release.figures.last_year)]
    empty = seconds(lambda: typeset(Document("t", "s", "a", "f", "l", (Heading("k", 1),)), IMPRINT.made_at), RUNS)
    for view in views:
        numbers = seconds(lambda v=view: results_of(Answers(release, v, compare_view(release, v))), RUNS)  # type: ignore[misc]
        for name, kind in DOCUMENTS.items():
            taken = seconds(
                lambda v=view, n=name: make(n, Answers(release, v, compare_view(release, v)), IMPRINT),  # type: ignore[misc]
                RUNS,
            )
            print(
                f"{kind.title}, t/m {view.horizon}: {taken * 1e3:.0f} ms{GOAL if kind.extension == 'pdf' else ''}, {taken / numbers:.1f} × de getallen van "
                f"een bevroren stand ({numbers * 1e3:.0f} ms), {taken / empty:.0f} × een lege bladzijde ({empty * 1e3:.1f} ms)"
            )

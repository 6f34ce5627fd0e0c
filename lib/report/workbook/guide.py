"""Sheet Leeswijzer: what the workbook is, what it rests on, whether it closes, and how to use it."""

from collections.abc import Mapping

from lib.analysis.own_choices import own_or_standard
from lib.analysis.people_evidence import threshold
from lib.model.figures import ALL
from lib.report.workbook import checks
from lib.report.workbook.context import CHANGED, HORIZON, WorkbookContext
from lib.report.workbook.page import Column, Page
from lib.report.workbook.subject import PAIRS, ROLES
from lib.report.workbook.summed import CHOSEN
from lib.report.workbook.texts import texts
from lib.report.workbook.titles import pair_name, pair_title, role_title
from lib.text import date_words, moment_words

NAME = "Leeswijzer"
COLUMNS = (Column("Onderwerp", 54), Column("Waarde", 34), Column("Uitleg", 110))
VALUE, TEXT = 1, 2
#: Rows above the first check: two headings and the outcome in brief.
CHECKS = len(PAIRS) + 2


def begin(context: WorkbookContext) -> Page:
    """The first sheet, with the place of the first check, the count of changed inputs: formulas everywhere look at it."""
    page = context.page(NAME)
    page.begin(texts()["titel"], texts()["uitleg"], context.subject.source_line, COLUMNS, 1)
    context.places.put((CHANGED,), NAME, page.first_row + CHECKS, VALUE)
    context.call(CHANGED, (CHANGED,))
    return page


def write(context: WorkbookContext, page: Page) -> None:
    """The rest, once everything that it tells of stands in its place."""
    Guide(context, page).write()


class Guide:
    """The rows of the Leeswijzer, section by section."""

    def __init__(self, context: WorkbookContext, page: Page) -> None:
        self.context, self.page, self.subject = context, page, context.subject

    def write(self) -> None:
        self._section("uitkomst")
        self._outcome()
        self._section("controle")
        for check in checks.checks(self.context):
            self.page.formula(VALUE, check.formula, check.value, "whole" if isinstance(check.value, int) else "text")
            self._row(check.label, explanation=check.explanation)
        self._section("dit")
        self._rows(texts()["dit"])
        self._origin()
        self._section("route")
        for role in ROLES:
            scenario = self.subject.route_of[role].run.scenario
            self._row(
                role_title(self.context, role), scenario.title, f"{scenario.explanation} Bron: {scenario.source}."
            )
        self._section("keuzes")
        self._choices()
        self._section("gebruik")
        names = ", ".join(
            sorted(self.context.name_of[name] for name in self.context.name_of if name.startswith("verschil_"))
        )
        filled = {"names": names, "threshold": threshold(self.subject.release)}
        self._rows({name: text.format(**filled) for name, text in texts()["gebruik"].items()})
        self._section("bladen")
        self._rows(texts()["bladen"])

    def _section(self, name: str) -> None:
        self.page.labels((texts()["koppen"][name], "", ""), self.context.styles.section)
        self.page.next()

    def _row(self, label: str, value: str = "", explanation: str = "") -> None:
        page, wrapped = self.page, self.context.styles.of("wrapped")
        page.text(page.row, 0, label, wrapped)
        if value:
            page.text(page.row, VALUE, value, wrapped)
        page.text(page.row, TEXT, explanation, wrapped)
        page.next()

    def _rows(self, rows: Mapping[str, str]) -> None:
        for label, text in rows.items():
            self._row(label, explanation=text)

    def _outcome(self) -> None:
        """The three differences of all gemeenten together, up to the chosen year."""
        answers, comparison = self.subject.answers, self.subject.comparison
        runs = {role: self.subject.route_of[role].run for role in ROLES}
        for pair in PAIRS:
            answer = answers.difference(runs[pair[1]], runs[pair[0]], ALL)
            cell = self.context.places.fixed(("difference", pair, ALL, CHOSEN))
            self.page.formula(VALUE, f"={cell}", answer.value, "difference")
            span = f"{self.subject.years[1]} tot en met {comparison.horizon}"
            words = f"Euro’s, {self.subject.release.all_together}, {span} bij het maken; status {answer.status}. Naam: "
            self._row(
                pair_title(self.context, pair), explanation=words + self.context.name_of[f"verschil_{pair_name(pair)}"]
            )

    def _origin(self) -> None:
        info, imprint = self.subject.release.info, self.subject.imprint
        published = (
            f"“{info.name}”, gepubliceerd op {date_words(info.created_at.date())} door {info.publisher}. {info.note}"
        )
        self._row("Release", str(info.number), published)
        self._row("Kenmerk van de inhoud", "", info.hash)
        if imprint.state:
            self._row("Bevroren stand", "", imprint.state)
        self._row("Gemaakt", moment_words(imprint.made_at))
        self._row("Link naar deze weergave", "", imprint.link or "Geen: gemaakt op de opdrachtregel.")

    def _choices(self) -> None:
        release, view, comparison = self.subject.release, self.subject.answers.view, self.subject.comparison
        horizon = self.context.name_of[HORIZON]
        self._row(
            "Jaren", f"{self.subject.years[1]}–{comparison.horizon}", f"Te veranderen op blad Routes; naam: {horizon}."
        )
        own = "Elke route heeft haar eigen sleutel." if view.key is None else "Eén sleutel voor alle routes gekozen."
        self._row(
            "Verdeelsleutel",
            "eigen keuze" if view.key else "van de route",
            own if view.key is None else f"{own[:-1]}: {release.key_label(view.key)}.",
        )
        self._row("Aannames", "", own_or_standard(release, view))

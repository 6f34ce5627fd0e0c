"""Answers → the bytes of a workbook. The same answers and imprint give the same bytes."""

import io
from datetime import UTC

import xlsxwriter

from lib.comparison.answers import Answers
from lib.render.packing import TITLE, Imprint
from lib.render.workbook import assumptions, bridge, figures, guide, outcome, projection, readings, routes
from lib.render.workbook.context import WorkbookContext
from lib.render.workbook.page import LONGEST_FOOTER
from lib.render.workbook.subject import Subject
from lib.tables.content import short
from lib.text import date_words, local

ELSEWHERE = "volledige link: blad Leeswijzer"


def make_workbook(answers: Answers, imprint: Imprint) -> bytes:
    """The whole model of one comparison with live formulas. Raises CannotExport when a number is missing or it does
    not fit in a workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        subject = Subject(answers, imprint)
        file.set_properties(_properties(subject))
        context = WorkbookContext(subject, file)
        first = guide.begin(context)
        assumptions.write_assumptions(context)
        figures.write(context)
        routes.write(context)
        assumptions.write_trends(context)
        for route in subject.routes:
            projection.write(context, route)
        outcome.write(context)
        readings.write(context)
        bridge.write(context)
        assumptions.write_pm(context)
        assumptions.write_sources(context)
        guide.write(context, first)
        for page in context.pages:
            page.finish(footer(subject))
    return buffer.getvalue()


def _properties(subject: Subject) -> dict[str, object]:
    moment = subject.imprint.made_at
    created = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return {"title": TITLE, "subject": subject.origin, "created": created}


def footer(subject: Subject) -> str:
    """Release, hash and day at the left, the link in the middle, sheet and page at the right; "&" is a code there."""
    info, link = subject.release.info, subject.imprint.link
    day = date_words(local(subject.imprint.made_at))
    left = f"Release {info.number}, kenmerk {short(info.hash)}, {day}"

    def whole(middle: str) -> str:
        return f"&L{left}&C{middle.replace('&', '&&')}&R&A · bladzijde &P van &N"

    return whole(link) if len(whole(link)) <= LONGEST_FOOTER else whole(ELSEWHERE)

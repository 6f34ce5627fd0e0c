"""What the command line does with decisions about PM-posten: note one, and list them."""

from argparse import Namespace

from lib.cli import say, show, table_text
from lib.cli.acting import admitted
from lib.comparison.release import open_release
from lib.store.locations import Database
from lib.store.pm_decisions import PmDecision, decide, pm_decisions
from lib.subjects.risk import check_item, in_force

HEADINGS = ("nr", "staat", "post", "besluit", "wie besloot", "wanneer", "vastgelegd (UTC)", "door")


def note_decision(database: Database, arguments: Namespace) -> None:
    """Note what was decided about a post that the release in use knows."""
    by = admitted(database, arguments.by)
    check_item(open_release(database), arguments.post)
    decision = PmDecision(arguments.post, arguments.besluit, arguments.orgaan, arguments.op, arguments.verbetert)
    number = decide(database, decision, by=by)
    say(f"Besluit {number} over PM-post {arguments.post} is vastgelegd.")


def list_decisions(database: Database, _: Namespace) -> None:
    """One line per decision, the first one noted first."""
    admitted(database)
    every = pm_decisions(database)
    holding = in_force(every)
    rows = (_cells(decision, decision in holding) for decision in every)
    show(table_text([HEADINGS, *rows]) if every else "Er is nog geen besluit over een PM-post vastgelegd.")


def _cells(decision: PmDecision, holds: bool) -> tuple[str, ...]:
    state = "geldt" if holds else "verbeterd"
    when = f"{decision.decided_on:%d-%m-%Y}", f"{decision.noted_at:%Y-%m-%d %H:%M}"
    return str(decision.number), state, decision.item, decision.words, decision.body, *when, decision.author

"""The risk register on a page: what is not known and what was decided about it, which risks were published; and, where somebody
may, the fields to note a decision."""

import streamlit as st

from lib.comparison import pm
from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.model.figures import ALL
from lib.model.parameters import PmItem
from lib.render.grids import draw
from lib.render.html import EMPTY, Html, block, disclosure, paragraph
from lib.store import locations
from lib.store.access import DECIDE, LONGEST_NAME
from lib.store.faults import StoreError
from lib.store.pm_decisions import LONGEST, LONGEST_BODY, PmDecision, decide
from lib.subjects import risk
from lib.text import NotADay, counted, parse_day
from lib.web import sign_in
from lib.web.messages import Message, forget, show, tell

NARROW = "rw-wrap rw-rows"
#: The fields of a decision, where what came of it is said, and the choice of none to correct.
POST, WORDS, BODY = "besluit_post", "besluit_tekst", "besluit_orgaan"
DAY, CORRECTS, WHO, PLACE = "besluit_dag", "besluit_verbetert", "besluit_wie", "besluit"
NO_CORRECTION = "Geen: dit is een nieuw besluit"
NOT_NOTED = "Er is niets vastgelegd."


def register(answers: Answers) -> Html:
    """What exists without an amount: in which route, who finds it out and when, what was decided; on request why it stands
    there, all that was decided, and which risks were published."""
    return block(risk.TITLE, f"PM-posten: {risk.QUIET}", paragraph(risk.headline(answers)), *_tables(answers))


def whole_register(answers: Answers) -> Html:
    """The same of every post of the release, with what each is."""
    items = pm.every_item(answers)
    table = pm.origin(pm.register(answers, items))
    what = disclosure(table.caption, draw(table, answers.release, hidden_caption=True, style=NARROW))
    return paragraph(risk.headline(answers)) + EMPTY.join(_tables(answers, items)) + what


def _tables(answers: Answers, items: tuple[PmItem, ...] | None = None) -> tuple[Html, ...]:
    release, table = answers.release, risk.register(answers, items)
    posts = draw(table, release, hidden_caption=True, style=NARROW)
    why = pm.evidence(pm.register(answers, items))
    more = [disclosure(why.caption, draw(why, release, hidden_caption=True, style=NARROW))]
    decided, figures = risk.decisions(answers), risk.risk_figures(release, answers.view.gemeente)
    if decided.rows:
        more.append(disclosure(f"{decided.title} ({len(decided.rows)})", draw(decided, release, style=NARROW)))
    if figures.rows:
        count = counted(len(figures.rows), "risico", "risico’s")
        whose = "" if answers.view.gemeente == ALL else f", {release.name(answers.view.gemeente)}"
        more.append(disclosure(f"{figures.title} ({count}{whose})", draw(figures, release, style=NARROW)))
    return posts, *more


# -- noting a decision -------------------------------------------------------------------------------------------------


def ask_decision(answers: Answers) -> None:
    """The post, what was decided, by whom and when; then one button. What came of it is said above."""
    show(PLACE, NOT_NOTED)
    if not sign_in.may(DECIDE):
        return
    with st.expander("Een besluit over een post vastleggen"):
        st.caption(
            "Wat een college, raad of bestuur over een post besloot. Het verandert geen cijfer; het blijft in het register en in "
            "het logboek, ook als een later besluit het verbetert."
        )
        posts = {answers.release.pm[item.id].label: item.id for item in pm.every_item(answers)}
        label = st.selectbox("Post", list(posts), key=POST)
        _ask_correction(answers, posts.get(label, ""))
        st.text_input("Wat is besloten", key=WORDS, max_chars=LONGEST)
        left, right = st.columns(2)
        left.text_input("Wie besloot", key=BODY, max_chars=LONGEST_BODY, placeholder="Dagelijks Bestuur, college, raad")
        right.text_input("Wanneer", key=DAY, max_chars=30, placeholder="dag-maand-jaar")
        sign_in.ask_name("Wie legt dit vast", WHO, most=LONGEST_NAME)
        st.button("Leg dit besluit vast", key="besluit_knop", on_click=_decide, args=(answers.release, posts))


def _ask_correction(answers: Answers, post: str) -> None:
    """Which decision about this post it corrects, where there is one that holds."""
    labels = {NO_CORRECTION: 0}
    labels |= {
        f"{own.number}. {own.text}": own.number for own in risk.in_force(answers.decisions or ()) if own.item == post
    }
    if len(labels) > 1:
        st.selectbox("Verbetert een eerder besluit", list(labels), key=CORRECTS)
    else:
        st.session_state.pop(CORRECTS, None)


def _decide(release: Release, posts: dict[str, str]) -> None:
    forget(PLACE)
    label, corrects = _typed(POST), _typed(CORRECTS).partition(".")[0]
    try:
        decision = PmDecision(
            posts.get(label, ""),
            _typed(WORDS),
            _typed(BODY),
            parse_day(_typed(DAY)),
            int(corrects) if corrects.isdigit() else None,
        )
        risk.check_item(release, decision.item)
        number = decide(locations.database(), decision, by=sign_in.acting(_typed(WHO)))
    except NotADay as error:
        tell(PLACE, Message(False, f"Wanneer: {error.melding} {NOT_NOTED}"))
    except StoreError as error:
        tell(PLACE, Message(False, error.melding))
    else:
        tell(PLACE, Message(True, f"Besluit {number} over “{label}” is vastgelegd."))
        st.session_state[WORDS] = st.session_state[DAY] = ""
        st.session_state.pop(CORRECTS, None)


def _typed(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()

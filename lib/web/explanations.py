"""What explains a page where it stands: words of the glossary, and how to read each chart (what an axis, a mark and a
pattern mean, and one step to take)."""

import re
from functools import cache

from lib.render.html import Html, explained
from lib.text.glossary import Term, glossary

# -- how to read a chart -----------------------------------------------------------------------------------------------

TEKORT_IN_BANDS = (
    "Hoe hoger een lijn, hoe meer geld erbij moet. Het vlak van een route loopt van de gunstigste tot de ongunstigste lezing: "
    "elk jaar kan daartussen uitkomen, en geen plek erin is waarschijnlijker. De lijn in het vlak is wat de aannames van nu geven, "
    "geen voorspelling. De stippellijn is doorgaan zoals het was. Een punt met een getal is gepubliceerd, na het basisjaar door die kant zelf. Een "
    "driehoek, als die er staat, is wat gemeenten zelf over een later jaar aanleverden. Kijk "
    "eerst waar de vlakken elkaar overlappen: daar is niet te zeggen welke route minder kost."
)
TEKORT_PER_GEMEENTE = (
    "Elk vak is één gemeente, en elke lijn is één route. Hoe hoger de lijn, hoe meer geld erbij moet. Alle vakken hebben "
    "dezelfde schaal, dus u kunt hoogtes tussen vakken vergelijken. Liggen twee lijnen dicht bij elkaar, dan maakt de "
    "route in dat jaar voor die gemeente weinig uit. Een driehoek, als die er staat, is wat de gemeente zelf over dat jaar "
    "aanleverde; het toetst geen route."
)
FLOW = (
    "Links staat wie het werk in het basisjaar uitvoert, in het midden de soort werk, rechts wie het daarna uitvoert. "
    "Hoe dikker een band, hoe meer mensen. Grijs betekent: dezelfde uitvoerder als eerst. Een kleur betekent: een andere "
    "uitvoerder. Volg een band van links naar rechts."
)
RANGE = (
    "Elke balk is één jaar. De balk loopt van een laag tot een hoog verschil; de streep is het midden. De ruit is het "
    "verschil met de aannames die nu zijn gekozen. Boven nul is route B voordeliger, onder nul route A. Een lange balk "
    "betekent: het verschil hangt sterk van de aannames af."
)
EQUAL_COSTS = (
    "Elk punt in het vlak is een combinatie van twee waarden. Op de lijn kosten beide routes over deze jaren evenveel, ernaast "
    "niet. Het grijze vlak is wat aannemelijk is voor beide aannames: loopt de lijn erdoor, dan kan het "
    "nog twee kanten op. De ruit is wat nu is gekozen. Het verschil daar staat onder de grafiek."
)
BOOKED = (
    "De volle lijn is de jaarrekening, de open lijn de begroting. Ligt de volle lijn hoger, dan is meer geld uitgegeven "
    "dan begroot. Staat er een woord in plaats van een punt, dan is er over dat jaar geen cijfer. Een vak met een ster "
    "heeft een eigen schaal: vergelijk daarvan alleen het verloop."
)
ROUTES_AND_BOOKS = (
    "Alle lijnen beginnen in het basisjaar bij 100. Een punt op 110 betekent: 10 procent hoger dan toen. Vergelijk alleen "
    "de richting, niet de hoogte: in de boeken staan ook andere taken. Wat is geboekt, bewijst niets over een route die "
    "niet is uitgevoerd."
)
RANGES_HERE = (
    "Elke balk is één route. Rechts van nul is voordelig tegenover doorgaan zoals nu, links nadelig. De balk "
    "loopt van de ongunstigste tot de gunstigste uitkomst: alle eigen aannames van de route aan één kant. Dat zijn uitersten, "
    "geen kansen. De streep is het rekenvoorbeeld: alle aannames op standaard."
)
#: Where another estimate of where the people are lies lighter around a bar.
LIGHTER = (
    " Het lichte deel hoort bij andere schattingen van waar de mensen zijn; dat telt alleen in een route waarin elke gemeente haar "
    "eigen kosten betaalt."
)
NEIGHBOURS = (
    "Elke gemeente heeft een balk per route, alle op één schaal. Rechts van nul is voordelig tegenover doorgaan zoals nu, links "
    "nadelig. Hoe langer de balk, hoe minder zeker. De streep is het rekenvoorbeeld. Zoek eerst uw eigen gemeente."
)
BANDS = (
    "Hoe hoger de lijn, hoe meer geld erbij moet. De lijn van een route is het rekenvoorbeeld: alle aannames op standaard. Het "
    "vlak eromheen loopt van de gunstigste tot de ongunstigste uitkomst; dat zijn uitersten, geen kansen. De stippellijn is "
    "doorgaan zoals nu. Een punt is een gepubliceerd bedrag, na het basisjaar van die kant zelf. Een driehoek, als die er "
    "staat, is wat de gemeente zelf over een later jaar aanleverde."
)
ELSEWHERE = (
    "Elke lijn is een groep gemeenten en begint bij 100. Een punt op 110 betekent: 10 procent hoger dan in het eerste "
    "jaar. De schaal begint niet bij nul, dus verschillen lijken groter dan zij zijn. De lijnen zeggen wat er gebeurde, "
    "niet waarom."
)

# -- words of the glossary ----------------------------------------------------------------------------------------------

TAG = re.compile(r"(<[^<>]*>)")
#: Where no popover can stand: it is one itself, opens something, is a link, a heading or a caption, or holds no block.
CLOSED = ("rw-why", "summary", "a", "h1", "h2", "h3", "caption", "p", "style")
#: Text that opens on request: what is explained in it is not yet explained outside.
ON_REQUEST = "rw-more"
#: Letters that make a plural of a word.
PLURAL = "(?:en|’s|s|n)?"


class Explained:
    """Marks the first time that a word of the glossary stands in the text of one page."""

    def __init__(self) -> None:
        self.marked: set[str] = set()

    def __call__(self, html: str) -> Html:
        """The same safe HTML, with a popover on each word that was not explained before on this page."""
        inside: list[str] = []
        parts = []
        apart: set[str] = set()
        for part in TAG.split(html):
            if part.startswith("<"):
                _follow(inside, part)
                apart = apart if ON_REQUEST in inside else set()
                parts.append(part)
            elif any(name in CLOSED for name in inside):
                parts.append(part)
            else:
                parts.append(_mark(part, apart if ON_REQUEST in inside else self.marked))
        return Html("".join(parts))


def _mark(part: str, marked: set[str]) -> str:
    """Text with a popover on each word that is not in `marked`, which then holds it."""

    def mark(match: re.Match[str]) -> str:
        term = next((t for word, t in words().items() if re.fullmatch(f"{_either(word)}{PLURAL}", match[0])), None)
        if term is None or term.name in marked:
            return match[0]
        marked.add(term.name)
        return explained(match[0], [term.name, term.explanation], "rw-term")

    return _pattern().sub(mark, part)


def _follow(inside: list[str], tag: str) -> None:
    """Keep which elements stand open that decide whether a word is marked."""
    name = tag.strip("</>").split(maxsplit=1)[0].lower()
    if name == "details":
        name = ON_REQUEST if ON_REQUEST in tag else "rw-why"
    if tag.startswith("</"):
        if inside and (name in CLOSED or name == ON_REQUEST):
            inside.pop()
    elif name in CLOSED or name == ON_REQUEST:
        inside.append(name)


def words() -> dict[str, Term]:
    """Every word as it stands in a text, without what stands in brackets behind it."""
    return {term.name.partition(" (")[0]: term for term in glossary()}


@cache
def _pattern() -> re.Pattern[str]:
    """Any word of the glossary, the longest first; a word with a capital only as it is written."""
    ordered = sorted(words(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"{_either(word)}{PLURAL}" for word in ordered) + r")(?!\w)")


def _either(word: str) -> str:
    """A small first letter may be a capital at the head of a line."""
    first = word[0]
    return f"[{first}{first.upper()}]{re.escape(word[1:])}" if first.islower() else re.escape(word)

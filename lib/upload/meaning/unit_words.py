"""In which unit a text says that figures are: "bedragen × € 1.000", "T€", "in arbeidsjaren".

A statement counts wherever it stands. A bare mention ("€ 1.000", "mln", "fte") counts only around a table: among the
figures it is part of a sentence about one of them.
"""

import re
from dataclasses import dataclass

from lib.upload.reading.sheets import remembered

#: Tables of amounts, and tables of people. The others have no unit that can be mistaken.
MONEY, PEOPLE = ("costs",), ("headcounts", "population")
THOUSAND, MILLION = 1_000, 1_000_000
#: A word that denies is looked for in so many words before a unit: "geen fte of arbeidsjaren".
DENIED = 3


@dataclass(frozen=True)
class Unit:
    """`words` as a sentence says it; `factor` makes it euros or persons, None when no factor can; `about` are the tables
    that it can be the unit of."""

    words: str
    factor: int | None
    about: tuple[str, ...]


EUROS = Unit("euro’s", 1, MONEY)
_EUR = r"(?:€|\beuro(?:['’]?s)?\b|\beur\b)"
_EUR_WITHIN = _EUR.replace(r"\b", "")
_TIMES = r"(?:(?<![a-z0-9])[x×✕*]|\bkeer\b|\bmaal\b|\bfactor\b|\bper\b)"
_IN = r"\bin\s+(?:(?:hele|gehele|afgeronde|veelvouden\s+van)\s+)?"
_NUMBER = r"(?<![\d.,])1(?P<noughts>(?:00)?(?:[.,'’ ]?0{3}){0,3})(?:,(?:-+|=))?(?![.,'’ ]?\d|\s?[\^*³⁶])"
_MUCH = r"(?<![\d.,])1(?P<noughts>[.,'’ ]?0{3}(?:[.,'’ ]?0{3})*)(?:,(?:-+|=))?(?![.,'’ ]?\d)"
_DUIZEND = r"\b(?:dzd|duiz|duizend(?:en|tal(?:len)?)?|tsd|thousands?)\b"
_MILJOEN = r"\b(?:mln|mio|milj|miljoen(?:en)?|millions?)\b"
_MILJARD = r"\b(?:mld|mrd|miljard(?:en)?)\b"
#: "12 × 1.000" and "2,5 mln" are amounts, no units.
_NO_AMOUNT = r"(?<![\d%])(?<![\d%] )"
_AMOUNTS = r"\b(?:bedrag(?:en)?|cijfers|getallen|kosten|lasten|baten|alles|eenheid|aantal(?:len)?)\b\W{0,3}"
_OF = rf"(?:{_IN}|{_AMOUNTS}){_EUR}?\s*"
_TIMES_ONE = rf"{_TIMES}\s*{_EUR}?\s*(?:1|een)?\s*"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


#: What states the unit of figures wherever it stands: pattern → factor, where no noughts in it say that.
_STATED: tuple[tuple[re.Pattern[str], int | None], ...] = (
    (_pattern(rf"{_NO_AMOUNT}{_TIMES}\s*{_EUR}?\s*{_NUMBER}(?!\s*(?:{_DUIZEND}|{_MILJOEN}))"), None),
    (_pattern(rf"{_OF}(?=1[.,'’ ]?000){_NUMBER}"), None),
    (_pattern(rf"{_EUR}\s*['’]?(?<!\d)000\b|\(\s*['’]?000\s*\)|['’]000\b|(?<![\d.,'’ ])000\s*{_EUR}"), THOUSAND),
    (_pattern(rf"{_NO_AMOUNT}(?<![a-z0-9])[tk]\s?{_EUR_WITHIN}(?![a-z])"), THOUSAND),
    (_pattern(r"(?:€|\beur)\s?[tk](?![a-z])"), THOUSAND),
    (_pattern(rf"{_NO_AMOUNT}(?<![a-z0-9])m\s?{_EUR_WITHIN}(?![a-z])"), MILLION),
    (_pattern(r"(?:€|\beur)\s?m(?![a-z])"), MILLION),
    (_pattern(rf"{_TIMES_ONE}{_DUIZEND}"), THOUSAND),
    (_pattern(rf"{_OF}{_DUIZEND}"), THOUSAND),
    (_pattern(rf"{_TIMES_ONE}{_MILJOEN}"), MILLION),
    (_pattern(rf"{_OF}{_MILJOEN}"), MILLION),
    (_pattern(rf"{_OF}{_MILJARD}"), None),
    (_pattern(r"(?<![\d.,])10\s?(?:(?:\^|\*\*)\s?3|³)(?!\d)"), THOUSAND),
    (_pattern(r"(?<![\d.,])10\s?(?:(?:\^|\*\*)\s?6|⁶)(?!\d)"), MILLION),
    (_pattern(rf"(?:{_IN}|{_TIMES}\s*){_EUR}?\s*(?:honderd|tien)duizend"), None),
    (_pattern(rf"(?:\bgedeeld door\b|÷|/)\s*{_EUR}?\s*(?=1[.,'’ ]?000){_NUMBER}"), None),
)
#: What is a unit when it stands around a table.
_BARE: tuple[tuple[re.Pattern[str], int | None], ...] = (
    (_pattern(rf"{_EUR}\s*{_MUCH}"), None),
    (_pattern(rf"{_MUCH}\s*{_EUR}"), None),
    (_pattern(rf"{_NO_AMOUNT}{_DUIZEND}"), THOUSAND),
    (_pattern(rf"{_NO_AMOUNT}{_MILJOEN}"), MILLION),
    (_pattern(rf"{_NO_AMOUNT}{_MILJARD}"), None),
)
_FTE = (
    r"\b(?:fte|vte)(?:['’]?s)?\b|\bf\.t\.e\b|\bvoltijds?[ -]?(?:equivalent|eenhe|ba)\w*|\bfull[- ]?time[- ]equivalents?\b|"
    r"\b(?:arbeids|mens|man)ja(?:ar|ren)\b|\b(?:standaard|arbeids)eenhe(?:id|den)\b"
)
_SE = re.compile(r"\bS\.?E\.?(?:['’]s)?(?![\w.])|\b[Aa][Jj]\b(?=[^\w]*$)")
_WORK_STATED = _pattern(rf"(?:{_IN}|{_AMOUNTS})\(?(?:{_FTE})|{_IN}(?:aj|se|uren)\b")
_WORK_BARE = _pattern(_FTE)
_PERCENT = _pattern(rf"(?:{_IN}|{_AMOUNTS}\()(?:%|procent(?:en)?\b|‰|promille\b)")
_PER = _pattern(
    r"(?:€|\beuro(?:['’]?s)?\b|\bbedrag(?:en)?\b|\bkosten\b)\s+per\s+"
    r"(?:inwoner|persoon|fte|plek|plaats|arbeids\w+|se|werknemer|medewerker|wsw\W?er|maand|kwartaal|week|dag|uur)\b"
)
_OTHER = _pattern(rf"\b(?:dollars?|usd|gulden|nlg|gbp|chf)\b|[$£]|{_IN}(?:euro)?cent(?:en|s)?\b|\beurocent(?:en)?\b")
_WHOLE = _pattern(rf"(?:{_IN}|{_TIMES}\s*){_EUR}(?:\s*1)?(?!\s*(?:['’]?\d|[tkm]\b|{_DUIZEND}|{_MILJOEN}|{_MILJARD}))")
_MONEY = _pattern(rf"{_EUR}|[tkm]€|\b(?:[tk]eur|bedrag|bedragen|kosten|lasten|baten)\b")
_DENIAL = re.compile(r"\b(?:niet|geen|zonder|nooit)\b", re.IGNORECASE)
_WORK = Unit("arbeidsjaren, SE of fte", None, ("headcounts",))
_SHARES = Unit("procenten", None, (*MONEY, *PEOPLE))
_STATED_UNITS = ((_WORK_STATED, _WORK), (_PERCENT, _SHARES))
_BARE_UNITS = (
    *_STATED_UNITS,
    (_WORK_BARE, _WORK),
    (_SE, _WORK),
    (_PER, Unit("euro’s per eenheid", None, MONEY)),
    (_OTHER, Unit("een andere munt of centen", None, MONEY)),
)
#: What is left of a heading behind the unit that was taken out of it.
_EURO_END, _IN_END = re.compile(r"\beuro(?:['’]?s)?$", re.IGNORECASE), re.compile(r"\b(?:in|x)$", re.IGNORECASE)
_OPENING, _CLOSING = " ([", " ()[]:,;.–-"
#: Nothing without one of these can be a unit.
_HINT = re.compile(
    r"00|10|€|eur|dzd|duiz|m[il]|mrd|tsd|thous|[fv]te|f\.t|voltijd|full|ja(?:ar|ren)|eenhe|s\.?e|uren|aj|[%‰$£]|pro|per|cent|"
    r"usd|dollar|gulden|nlg|gbp|chf",
    re.IGNORECASE,
)


def units_of(text: str, stated: bool = False) -> tuple[Unit, ...]:
    """The units that a text names, each once; only those that it states when `stated`."""
    text = " ".join(text.replace("_", " ").split())
    if not _HINT.search(text):
        return ()
    units: dict[Unit, None] = {}
    for pattern, factor in _STATED if stated else (*_STATED, *_BARE):
        for match in pattern.finditer(text):
            number = 10 ** match["noughts"].count("0") if "noughts" in pattern.groupindex else factor
            if number != 1 and not _denied(text, match.start()):
                units[_times(number, text)] = None
    units |= {unit: None for pattern, unit in (_STATED_UNITS if stated else _BARE_UNITS) if _says(text, pattern)}
    if not any(set(MONEY) & set(unit.about) for unit in units) and _says(text, _WHOLE):
        units[EUROS] = None
    return tuple(units)


def _says(text: str, pattern: re.Pattern[str]) -> bool:
    return any(not _denied(text, match.start()) for match in pattern.finditer(text))


def _times(factor: int | None, text: str) -> Unit:
    """A number of euros or of anything: of euros when the text is about money."""
    named = {THOUSAND: "duizenden", MILLION: "miljoenen"}.get(factor or 0, "een ander veelvoud dan één")
    if _MONEY.search(text):
        return Unit(f"{named} euro’s" if factor in (THOUSAND, MILLION) else named, factor, MONEY)
    return Unit(named, factor, (*MONEY, *PEOPLE))


def _denied(text: str, at: int) -> bool:
    """Whether the words before a unit deny it: "niet in duizenden"."""
    clause = re.split(r"[.;:!?(,]", text[:at])[-1]
    return _DENIAL.search(" ".join(clause.split()[-DENIED:])) is not None


@remembered
def bare_heading(text: str) -> str:
    """A heading without the unit in it: "Bedrag (x € 1.000)" is "Bedrag"."""
    heading = bare = " ".join(text.split())
    if not _HINT.search(bare):
        return text
    for pattern in (*(pattern for pattern, _ in (*_STATED, *_BARE)), _WORK_BARE, _SE):
        bare = pattern.sub(lambda match: _left(match[0]), bare)
    if bare == heading:
        return text
    bare = _EURO_END.sub("", bare.rstrip(_CLOSING)).rstrip(_OPENING)
    return _IN_END.sub("", bare).rstrip(_OPENING)


def _left(matched: str) -> str:
    """What a pattern took along in front of the unit: "Bedragen in € 1.000" keeps "Bedragen"."""
    word = re.match(_AMOUNTS, matched, re.IGNORECASE)
    return word[0] if word else ""

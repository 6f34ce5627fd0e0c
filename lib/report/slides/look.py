"""Measures, colours and type of the slides. All lengths are inches, all type is in points."""

from dataclasses import dataclass, replace

FONT = "Arial"
LANGUAGE = "nl-NL"

WIDTH, HEIGHT = 40 / 3, 7.5
LEFT, INNER = 0.5, 12.333
TITLE_TOP, TITLE_HEIGHT = 0.28, 0.66
SENTENCE_TOP = 1.0
BODY_BOTTOM = 6.85
FOOT_TOP, FOOT_HEIGHT = 7.0, 0.34
NUMBER_WIDTH = 1.2
GAP = 0.12

#: Light colours of the screen: the same in lib/charts/template.py.
INK, QUIET, LINE, PAPER, SOFT = "1B2530", "5A6672", "DDE3E8", "FFFFFF", "EEF2F5"
SIDES = {"": INK, "a": "2F5D8A", "b": "A8611A", "zero": QUIET}

#: Sizes to choose from, the largest that fits first.
TITLES = (32, 28, 24, 20, 16, 12, 10)
SENTENCES = (24, 22, 20, 18, 16, 14, 12, 10, 8)
TEXTS = (22, 20, 18, 16, 14, 12, 10, 8, 6)
FIGURES = (36, 32, 28, 24, 20, 18)
#: A table of one slide is never smaller than the last of these; a row too high for that gets one of the others.
TABLES = (20, 18, 16, 14)
SMALL_TABLES = (12, 10, 8, 6)
LABELS, NOTES = (18, 16, 14, 12, 10, 8), (18, 16, 14, 12, 10, 8, 6)
STRIP = (14, 13, 12, 11, 10)
FOOT = (12, 11, 10, 9, 8, 7)
CHART, CHART_LABEL = 16, 14


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def below(self, top: float) -> "Box":
        """What of it lies below `top`."""
        return replace(self, top=top, height=self.bottom - top)

    def columns(self, count: int, gap: float) -> "list[Box]":
        """The same height in columns of one width."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.left + i * (width + gap), self.top, width, self.height) for i in range(count)]


@dataclass(frozen=True)
class Style:
    """How a paragraph looks; `colour` is RRGGBB."""

    size: int
    bold: bool = False
    colour: str = INK
    right: bool = False


#: The strip with what differs from standaard, and the title below it.
STRIP_BOX, BELOW_STRIP = Box(LEFT, 0.04, INNER, 0.38), Box(LEFT, 0.43, INNER, 0.57)
TITLE_BOX = Box(LEFT, TITLE_TOP, INNER, TITLE_HEIGHT)
FOOT_BOX = Box(LEFT, FOOT_TOP, INNER - NUMBER_WIDTH, FOOT_HEIGHT)
NUMBER_BOX = Box(LEFT + INNER - NUMBER_WIDTH, FOOT_TOP, NUMBER_WIDTH, FOOT_HEIGHT)

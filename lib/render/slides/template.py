"""An empty presentation: 16:9, one Dutch layout with a title, a sentence, a foot and a number, and nothing of its maker."""

from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import Part, XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Pt

from lib.render.slides import layout

#: The library's layout that has a title, a foot and a number.
OWN_LAYOUT = "Title Only"
#: The sentence under the title is a placeholder, so that an outline shows it.
SENTENCE = 13
SENTENCE_BOX = layout.Box(layout.LEFT, layout.SENTENCE_TOP, layout.INNER, 1.0)
#: What the library leaves in a presentation about itself and its printer.
LEFTOVERS = (RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
WORDS = {"title": "Titel", "body": "Zin", "ftr": "Voettekst", "sldNum": "Dianummer", "sldImg": "Dia", "hdr": "Koptekst"}
THEME = {
    "dk1": layout.INK,
    "lt1": layout.PAPER,
    "dk2": layout.QUIET,
    "lt2": layout.LINE,
    "accent1": layout.SIDES["a"],
    "accent2": layout.SIDES["b"],
}
THEME |= dict.fromkeys(("accent3", "accent4", "accent5", "accent6"), layout.QUIET) | dict.fromkeys(
    ("hlink", "folHlink"), layout.INK
)
NOTE_PICTURE = (Inches(0.75), Inches(0.75), Inches(6), Inches(3.375))


def empty_deck() -> Deck:
    """A presentation without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(layout.WIDTH), Inches(layout.HEIGHT)
    del deck.part._element.sldSz.attrib["type"]
    for other in [candidate for candidate in deck.slide_layouts if candidate.name != OWN_LAYOUT]:
        deck.slide_layouts.remove(other)
    master, own = deck.slide_master, deck.slide_layouts[0]
    _type(master._element)
    for part in (master, own):
        _dutch(part._element)
        _place(part)
    _add_sentence(own._element)
    _notes(deck)
    for owner in (deck.part, deck.part.package):
        _without_leftovers(owner)
    for part in deck.part.package.iter_parts():
        if "/theme/" in part.partname:
            _paint(part)
    _speak(deck.part._element)
    return deck


def _dutch(element: Any) -> None:
    """Dutch names and texts for placeholders; the date goes, since the foot holds it."""
    for shape in list(element.iter(qn("p:sp"))):
        kind = shape.find(f".//{qn('p:ph')}").get("type", "body")
        if kind == "dt":
            shape.getparent().remove(shape)
            continue
        shape.nvSpPr.cNvPr.set("name", WORDS[kind])
        for text in shape.iter(qn("a:t")):
            if kind in ("title", "body"):
                text.text = WORDS[kind]
    element.cSld.set("name", "Titel en zin")
    element.attrib.pop("type", None)
    _speak(element)


def _speak(element: Any) -> None:
    """Every text in this language."""
    for run in element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
        if run.tag != qn("a:defRPr") or "lang" in run.attrib:
            run.set("lang", layout.LANGUAGE)
        run.attrib.pop("smtClean", None)


def _place(part: Any) -> None:
    boxes = {"title": layout.TITLE_BOX, "body": SENTENCE_BOX, "ftr": layout.FOOT_BOX, "sldNum": layout.NUMBER_BOX}
    for shape in part.placeholders:
        layout.lay(shape, boxes[shape.element.find(f".//{qn('p:ph')}").get("type", "body")])


def _type(master: Any) -> None:
    """Titles left and bold, texts without bullets, feet small; text never shrinks by itself."""
    styles = master.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(Pt(layout.TITLES[0]).centipoints))
    title.find(qn("a:defRPr")).set("b", "1")
    body = styles.find(f"{qn('p:bodyStyle')}/{qn('a:lvl1pPr')}")
    body.set("marL", "0")
    body.set("indent", "0")
    for mark in (body.find(qn("a:buFont")), body.find(qn("a:buChar"))):
        body.remove(mark)
    body.insert(list(body).index(body.find(qn("a:defRPr"))), body.makeelement(qn("a:buNone")))
    body.find(qn("a:defRPr")).set("sz", str(Pt(layout.SENTENCES[0]).centipoints))
    for frame in master.iter(qn("a:bodyPr")):
        for inset in ("lIns", "tIns", "rIns", "bIns"):
            frame.set(inset, "0")
        for shrinking in frame.findall(qn("a:normAutofit")):
            frame.remove(shrinking)
    for paragraph in master.cSld.iter(qn("a:lvl1pPr")):
        paragraph.find(qn("a:defRPr")).set("sz", str(Pt(layout.FOOT[0]).centipoints))
        paragraph.set("algn", "r" if paragraph.get("algn") == "r" else "l")


def _add_sentence(own: Any) -> None:
    title = next(own.cSld.iter(qn("p:sp")))
    title.addnext(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="20" name="{WORDS["body"]}"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="{SENTENCE}"/></p:nvPr></p:nvSpPr>'
            f'<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="{layout.LANGUAGE}"/><a:t>{WORDS["body"]}</a:t>'
            "</a:r></a:p></p:txBody></p:sp>"
        )
    )


def _notes(deck: Deck) -> None:
    """The page of the speaker, with a picture of the slide in its own shape; the presentation lists it."""
    master = deck.notes_master
    for shape in master.placeholders:
        if shape.element.find(f".//{qn('p:ph')}").get("type") == "sldImg":
            shape.left, shape.top, shape.width, shape.height = NOTE_PICTURE
    _dutch(master._element)
    number = deck.part.relate_to(master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
    listed = f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{number}"/></p:notesMasterIdLst>'
    deck.part._element.find(qn("p:sldMasterIdLst")).addnext(parse_xml(listed))


def _without_leftovers(owner: Any) -> None:
    rels = owner._rels
    for name in [name for name, rel in rels.items() if rel.reltype in LEFTOVERS]:
        rels.pop(name)


def _paint(part: Part) -> None:
    """Our type and colours as those of the theme, for who goes on working in it."""
    theme = part._element if isinstance(part, XmlPart) else parse_xml(part.blob)
    for element in (theme, *(theme.find(f".//{qn(name)}") for name in ("a:clrScheme", "a:fontScheme", "a:fmtScheme"))):
        element.set("name", "Routewijzer")
    for name, colour in THEME.items():
        place = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        place.clear()
        place.append(place.makeelement(qn("a:srgbClr"), {"val": colour}))
    for font in ("major", "minor"):
        theme.find(f".//{qn(f'a:{font}Font')}/{qn('a:latin')}").set("typeface", layout.FONT)
    if not isinstance(part, XmlPart):
        part._blob = serialize_part_xml(theme)

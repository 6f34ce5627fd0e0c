"""The shipped folder is sound, and whatever is wrong with a copy is told in Dutch with its place and a remedy."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.model.parameters import Replacement
from lib.store.locations import DATABASE, HOME
from lib.tables.check import check_folder, model_of
from lib.tables.content import SHIPPED, Content
from lib.tables.rows import Problem, Unsound
from lib.text.nearest import meant

Edit = Callable[[Path], None]
AGREEMENT, LINE, ZERO = (
    f"scenarios/{name}.toml" for name in ("akkoord_2020", "maatschappelijke_onderneming_2017", "ongewijzigd")
)
LATER, REGISTRY = "scenarios/uitvoering_2021.toml", "scenarios/parameters.toml"
HALF_A_YEAR_LATER, ALONE = "scenarios/akkoord_2020_juli_2021.toml", "scenarios/rijssen_holten_alleen.toml"
EVERY_SCENARIO = (ZERO, AGREEMENT, HALF_A_YEAR_LATER, LINE, ALONE, LATER)

ENGLISH = {
    *("the", "and", "not", "with", "from", "must", "should", "cannot", "does", "exist", "found", "such", "too", "many"),
    *("expected", "unexpected", "error", "invalid", "unknown", "missing", "duplicate", "required", "empty", "few"),
    *("value", "key", "line", "column", "row", "file", "directory", "number", "string", "character", "document", "end"),
    *("true", "false", "none", "null", "type"),
}


def replaced(file: str, old: str, new: str, at: int = 1) -> Edit:
    """Replace the at-th occurrence of a text."""

    def edit(home: Path) -> None:
        parts = (home / file).read_text(encoding="utf-8").split(old)
        assert len(parts) > at, f"{old} staat niet {at} keer in {file}"
        text = old.join(parts[:at]) + new + old.join(parts[at:])
        (home / file).write_text(text, encoding="utf-8")

    return edit


def table(file: str, change: Callable[[list[list[str]]], None]) -> Edit:
    """Change the rows of a CSV file; row 0 is its heading."""

    def edit(home: Path) -> None:
        rows = list(csv.reader(io.StringIO((home / file).read_text(encoding="utf-8"))))
        change(rows)
        with (home / file).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)

    return edit


def cell(file: str, column: str, value: str, line: int = 2) -> Edit:
    def change(rows: list[list[str]]) -> None:
        rows[line - 1][rows[0].index(column)] = value

    return table(file, change)


def setting(name: str, value: str) -> Edit:
    def change(rows: list[list[str]]) -> None:
        next(row for row in rows if row[0] == name)[1] = value

    return table("data/settings.csv", change)


def raw(file: str, change: Callable[[bytes], bytes]) -> Edit:
    return lambda home: (home / file).write_bytes(change((home / file).read_bytes())) and None


def without_column(name: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        at = rows[0].index(name)
        for row in rows:
            del row[at]

    return change


def swapped(rows: list[list[str]]) -> None:
    for row in rows:
        row[0], row[1] = row[1], row[0]


def kept(rows: list[list[str]], wanted: Callable[[list[str]], bool]) -> None:
    rows[1:] = [row for row in rows[1:] if wanted(row)]


def moved_share(rows: list[list[str]]) -> None:
    """Almelo takes Hellendoorn's share of the first key, and Hellendoorn's row goes."""
    rows[1][2] = repr(float(rows[1][2]) + float(rows[2][2]))
    del rows[2]


def few_people(rows: list[list[str]]) -> None:
    """Three people are counted, and nobody is anywhere else."""
    persons, status, groep = (rows[0].index(name) for name in ("personen", "status", "groep"))
    for i, row in enumerate(row for row in rows[1:] if row[groep] == "wsw"):
        row[persons], row[status] = ("3", "realisatie") if i == 0 else ("0", row[status])


def both(*edits: Edit) -> Edit:
    def edit(home: Path) -> None:
        for one in edits:
            one(home)

    return edit


def removed(file: str) -> Edit:
    return lambda home: (home / file).unlink()


def copied(file: str, to: str) -> Edit:
    return lambda home: shutil.copy(home / file, home / to) and None


def appended(file: str, text: str) -> Edit:
    def edit(home: Path) -> None:
        with (home / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return edit


def section(file: str, name: str) -> Edit:
    """Remove the [[parameter]], [[plaatsing]] … block that holds a line."""

    def edit(home: Path) -> None:
        blocks = (home / file).read_text(encoding="utf-8").split("\n[[")
        left = [block for block in blocks if name not in block]
        assert len(left) == len(blocks) - 1
        (home / file).write_text("\n[[".join(left), encoding="utf-8")

    return edit


def emptied(home: Path) -> None:
    for path in (home / "scenarios").iterdir():
        path.unlink()


def only_the_registry(home: Path) -> None:
    for path in (home / "scenarios").iterdir():
        if path.name != "parameters.toml":
            path.unlink()


def a_folder(home: Path) -> None:
    (home / "data/costs.csv").unlink()
    (home / "data/costs.csv").mkdir()


@dataclass(frozen=True)
class Broken:
    """One way to break the folder: the places of the problems, what the first says, and what it read."""

    edit: Edit
    places: tuple[tuple[str, str], ...]
    what: str
    read: str


def broken(edit: Edit, file: str, place: str, what: str, read: str) -> Broken:
    return Broken(edit, ((file, place),), what, read)


def in_measure(name: str, key: str) -> str:
    return f"maatregel “{name}”, sleutel {key}"


def in_parameter(name: str, key: str) -> str:
    return f"parameter “{name}”, sleutel {key}"


COSTS, HEADS, KEYS = "data/costs.csv", "data/headcounts.csv", "data/allocation_keys.csv"
AMOUNT = "regel 2, kolom bedrag_eur"
SHARE = "regel 2, kolom aandeel"
GRAIN = "regel 3, kolom gemeente_code × jaar × werkvorm × kostensoort"
PATH = "pad = { 2021 = 1 }"
SCALE = in_measure("schaalverlies", "pad")
BAND = 'laag = 0\nstandaard = 0\nhoog = 0\nmin = 0\nstatus = "aanname"\n'
PROVENANCE = 'label = "x"\nbron_id = "zoek"\nkennisdatum = 2017-01-31\ntoelichting = "x"\n'
REGISTER = 'eigenaar = "x"\nwanneer = "x"\ngevolg = "x"\n'
NOT_WHOLE = "geen geheel getal"
NO_AMOUNT = "geen bedrag"

IN_DATA = {
    "fewer people than can be shown": broken(
        table(HEADS, few_people), HEADS, "kolom personen", "minder dan 10 Wsw’ers in het basisjaar", ""
    ),
    "file missing": broken(removed(COSTS), COSTS, "bestand", "het bestand ontbreekt", ""),
    "file is a folder": broken(a_folder, COSTS, "bestand", "niet te lezen", "map"),
    "file empty": broken(raw(COSTS, lambda _: b""), COSTS, "regel 1", "kolom gemeente_code ontbreekt", ""),
    "encoding": broken(
        raw("data/gemeenten.csv", lambda text: text.replace(b"Almelo", b"Alm\xe9lo")),
        "data/gemeenten.csv",
        "regel 2",
        "geen UTF-8",
        "byte e9",
    ),
    "column missing": broken(
        table(COSTS, without_column("kennisdatum")),
        COSTS,
        "regel 1",
        "kolom kennisdatum ontbreekt",
        "gemeente_code,jaar,werkvorm,kostensoort,bedrag_eur,status,bron_id,toelichting",
    ),
    "column unknown": broken(replaced(COSTS, "bedrag_eur", "bedrag"), COSTS, "regel 1", "onbekende kolom", "bedrag"),
    "column extra": broken(
        table(HEADS, lambda rows: [row.append("x") for row in rows] and None), HEADS, "regel 1", "onbekende kolom", "x"
    ),
    "columns in another order": broken(
        table(KEYS, swapped),
        KEYS,
        "regel 1",
        "de kolommen staan in een andere volgorde",
        "gemeente_code,sleutel,aandeel,status,bron_id,kennisdatum,toelichting",
    ),
    "too many cells": broken(
        replaced("data/gemeenten.csv", "Hellendoorn", "Hellen,doorn"),
        "data/gemeenten.csv",
        "regel 3",
        "4 cellen in plaats van 3",
        "GM0163,Hellen,doorn,cbs_iv3",
    ),
    "too few cells": broken(
        replaced("data/gemeenten.csv", "Hellendoorn,", "Hellendoorn"),
        "data/gemeenten.csv",
        "regel 3",
        "2 cellen in plaats van 3",
        "GM0163,Hellendoorncbs_iv3",
    ),
    "empty line": broken(
        replaced("data/gemeenten.csv", "GM0163", "\nGM0163"),
        "data/gemeenten.csv",
        "regel 3",
        "0 cellen in plaats van 3",
        "",
    ),
    "quote not closed": broken(
        replaced("data/gemeenten.csv", "Hellendoorn", '"Hellendoorn'),
        "data/gemeenten.csv",
        "regel 3",
        "geen geldige CSV",
        'GM0163,"Hellendoorn,cbs_iv3',
    ),
    "quote in the heading": broken(
        replaced("data/gemeenten.csv", "gemeente_code", '"gemeente_code'),
        "data/gemeenten.csv",
        "regel 1",
        "geen geldige CSV",
        '"gemeente_code,gemeente,bron_id',
    ),
    "invisible character": broken(
        replaced("data/gemeenten.csv", "Almelo", "Almelo\0"),
        "data/gemeenten.csv",
        "regel 2, kolom gemeente",
        "onzichtbaar teken",
        "Almelo\0",
    ),
    "negative amount": broken(cell(COSTS, "bedrag_eur", "-1"), COSTS, AMOUNT, "negatief bedrag of aantal", "-1"),
    "amount finer than a cent": broken(cell(COSTS, "bedrag_eur", "1.505"), COSTS, AMOUNT, NO_AMOUNT, "1.505"),
    "amount in Dutch notation": broken(cell(COSTS, "bedrag_eur", "1.000,50"), COSTS, AMOUNT, NO_AMOUNT, "1.000,50"),
    "amount empty": broken(cell(COSTS, "bedrag_eur", ""), COSTS, AMOUNT, "de waarde ontbreekt", ""),
    "amount of spaces": broken(cell(COSTS, "bedrag_eur", "  "), COSTS, AMOUNT, "de waarde ontbreekt", "  "),
    "PM in small letters": broken(cell(COSTS, "bedrag_eur", "pm"), COSTS, AMOUNT, NO_AMOUNT, "pm"),
    "PM persons": broken(cell(HEADS, "personen", "PM"), HEADS, "regel 2, kolom personen", NOT_WHOLE, "PM"),
    "PM share": broken(cell(KEYS, "aandeel", "PM"), KEYS, SHARE, "geen getal", "PM"),
    "amount beyond any": broken(
        cell(COSTS, "bedrag_eur", "99999999999"), COSTS, AMOUNT, "groter dan 1e+10", "99999999999"
    ),
    "negative persons": broken(
        cell(HEADS, "personen", "-3"), HEADS, "regel 2, kolom personen", "negatief bedrag of aantal", "-3"
    ),
    "persons in other digits": broken(cell(HEADS, "personen", "٣"), HEADS, "regel 2, kolom personen", NOT_WHOLE, "٣"),
    "year too early": broken(cell(HEADS, "jaar", "1066"), HEADS, "regel 2, kolom jaar", "kleiner dan 1998", "1066"),
    "share NaN": broken(cell(KEYS, "aandeel", "NaN"), KEYS, SHARE, "geen getal", "NaN"),
    "share endless": broken(cell(KEYS, "aandeel", "1e400"), KEYS, SHARE, "geen getal", "1e400"),
    "share with decimal comma": broken(cell(KEYS, "aandeel", "0,4387"), KEYS, SHARE, "geen getal", "0,4387"),
    "share above the whole": broken(cell(KEYS, "aandeel", "1.2"), KEYS, SHARE, "groter dan 1", "1.2"),
    "share below nothing": broken(cell(KEYS, "aandeel", "-0.1"), KEYS, SHARE, "negatief bedrag of aantal", "-0.1"),
    "key does not sum to 1": broken(
        cell(KEYS, "aandeel", "0.5"),
        KEYS,
        "sleutel gr_2019, kolom aandeel",
        "de aandelen tellen niet op tot 1",
        "1.0613",
    ),
    "key without a gemeente": broken(
        table(KEYS, moved_share), KEYS, "sleutel gr_2019", "gemeente GM0163 ontbreekt", ""
    ),
    "unknown gemeente": broken(
        cell(COSTS, "gemeente_code", "GM0142"),
        COSTS,
        "regel 2, kolom gemeente_code",
        "komt niet voor in data/gemeenten.csv",
        "GM0142",
    ),
    "gemeente code without its zeros": broken(
        cell(HEADS, "gemeente_code", "141"),
        HEADS,
        "regel 2, kolom gemeente_code",
        "komt niet voor in data/gemeenten.csv",
        "141",
    ),
    "gemeente called as all": broken(
        appended("data/gemeenten.csv", "alle,Alle,cbs_iv3\n"),
        "data/gemeenten.csv",
        "regel 8, kolom gemeente_code",
        "dit woord betekent alle gemeenten samen",
        "alle",
    ),
    "unknown werkvorm": broken(
        cell(HEADS, "werkvorm", "beschud"),
        HEADS,
        "regel 2, kolom werkvorm",
        "komt niet voor in data/werkvormen.csv",
        "beschud",
    ),
    "people under a werkvorm of the staff": broken(
        cell(HEADS, "werkvorm", "kader"), HEADS, "regel 2, kolom werkvorm", "hoort niet bij groep wsw", "kader"
    ),
    "costs under a werkvorm of the staff": broken(
        cell(COSTS, "werkvorm", "kader"), COSTS, "regel 2, kolom werkvorm", "hoort niet bij groep wsw", "kader"
    ),
    "unknown kostensoort": broken(
        cell(COSTS, "kostensoort", "begeleidng"),
        COSTS,
        "regel 2, kolom kostensoort",
        "komt niet voor in data/cost_types.csv",
        "begeleidng",
    ),
    "unknown source": broken(
        cell(COSTS, "bron_id", "horen_zeggen"),
        COSTS,
        "regel 2, kolom bron_id",
        "komt niet voor in data/sources.csv",
        "horen_zeggen",
    ),
    "unknown source among several": broken(
        cell("data/timeline.csv", "bron_ids", "soweco horen_zeggen"),
        "data/timeline.csv",
        "regel 2, kolom bron_ids",
        "komt niet voor in data/sources.csv",
        "soweco horen_zeggen",
    ),
    "no source": broken(cell(COSTS, "bron_id", ""), COSTS, "regel 2, kolom bron_id", "de bron ontbreekt", ""),
    "unknown status": broken(
        cell(COSTS, "status", "zeker"), COSTS, "regel 2, kolom status", "onbekende waarde", "zeker"
    ),
    "date the other way round": broken(
        cell(COSTS, "kennisdatum", "26-03-2020"), COSTS, "regel 2, kolom kennisdatum", "geen datum", "26-03-2020"
    ),
    "day that does not exist": broken(
        cell(COSTS, "kennisdatum", "2020-02-30"), COSTS, "regel 2, kolom kennisdatum", "geen datum", "2020-02-30"
    ),
    "row twice": broken(
        table(COSTS, lambda rows: rows.insert(1, rows[1])),
        COSTS,
        GRAIN,
        "staat al op regel 2",
        "GM0141, 2020, beschut, begeleiding",
    ),
    "cost missing": broken(
        table(COSTS, lambda rows: rows.pop(1) and None),
        COSTS,
        "cel GM0141, 2020, beschut, begeleiding",
        "ontbreekt in het basisjaar",
        "",
    ),
    "headcount missing": broken(
        table(HEADS, lambda rows: rows.pop(1) and None),
        HEADS,
        "cel GM0141, 2020, wsw, beschut",
        "ontbreekt in het basisjaar",
        "",
    ),
    "inhabitants missing": broken(
        table("data/population.csv", lambda rows: kept(rows, lambda row: row[:2] != ["GM0163", "2020"])),
        "data/population.csv",
        "cel GM0163, 2020",
        "ontbreekt in het basisjaar",
        "",
    ),
    "no base year": Broken(
        setting("basisjaar", "2021"),
        ((HEADS, "kolom jaar"), (COSTS, "kolom jaar")),
        "geen cijfers voor het basisjaar 2021",
        "2020",
    ),
    "setting missing": broken(
        table("data/settings.csv", lambda rows: kept(rows, lambda row: row[0] != "nulalternatief")),
        "data/settings.csv",
        "kolom naam",
        "instelling nulalternatief ontbreekt",
        "",
    ),
    "setting unknown": broken(
        appended("data/settings.csv", "kleur,blauw,naam,voor de sier\n"),
        "data/settings.csv",
        "regel 24, kolom naam",
        "onbekende instelling",
        "kleur",
    ),
    "key of where the people are unknown": broken(
        setting("sleutels_mensen", "gr_2019;loonstijging_2022"),
        "data/settings.csv",
        "regel 23, kolom waarde",
        "sleutel loonstijging_2022 heeft geen aandelen",
        "gr_2019;loonstijging_2022",
    ),
    "key of where the people are twice": broken(
        setting("sleutels_mensen", "gr_2019; gr_2019"),
        "data/settings.csv",
        "regel 23, kolom waarde",
        "een sleutel staat er twee keer",
        "gr_2019; gr_2019",
    ),
    "setting no number": broken(
        setting("privacy_drempel", "tien"), "data/settings.csv", "regel 10, kolom waarde", NOT_WHOLE, "tien"
    ),
    "setting in other digits": broken(
        setting("basisjaar", "²"), "data/settings.csv", "regel 2, kolom waarde", NOT_WHOLE, "²"
    ),
    "settings out of order": broken(
        setting("meerjarenraming_tot", "2031"),
        "data/settings.csv",
        "kolom waarde",
        "basisjaar < meerjarenraming_tot ≤ laatste_jaar klopt niet",
        "2020, 2031, 2030",
    ),
    "too few draws": broken(
        setting("onzekerheid_trekkingen", "99"),
        "data/settings.csv",
        "regel 18, kolom waarde",
        "geen bruikbaar aantal trekkingen",
        "99",
    ),
    "too many draws": broken(
        setting("onzekerheid_trekkingen", "1000001"),
        "data/settings.csv",
        "regel 18, kolom waarde",
        "geen bruikbaar aantal trekkingen",
        "1000001",
    ),
    "seed no number": broken(
        setting("onzekerheid_zaad", "-1"), "data/settings.csv", "regel 19, kolom waarde", NOT_WHOLE, "-1"
    ),
    "percentile out of range": broken(
        setting("onzekerheid_percentielen", "5 50 100"),
        "data/settings.csv",
        "regel 20, kolom waarde",
        "geen rij percentages",
        "5 50 100",
    ),
    "certainties out of order": broken(
        setting("onzekerheid_zekerheid", "80 70"),
        "data/settings.csv",
        "regel 21, kolom waarde",
        "geen rij percentages",
        "80 70",
    ),
    "setting of the draws missing": broken(
        table("data/settings.csv", lambda rows: kept(rows, lambda row: row[0] != "onzekerheid_zaad")),
        "data/settings.csv",
        "kolom naam",
        "instelling onzekerheid_zaad ontbreekt",
        "",
    ),
    "reference day no day": broken(
        setting("peildatum", "26-03-2020"), "data/settings.csv", "regel 5, kolom waarde", "geen datum", "26-03-2020"
    ),
    "unknown route in the settings": broken(
        setting("standaard_route_b", "akkord_2020"),
        "data/settings.csv",
        "regel 8, kolom waarde",
        "onbekend scenario",
        "akkord_2020",
    ),
    "unknown route in a consideration": broken(
        cell("data/considerations.csv", "scenario_id", "akkoord"),
        "data/considerations.csv",
        "regel 2, kolom scenario_id",
        "onbekend scenario",
        "akkoord",
    ),
    "unknown statement": broken(
        cell("data/considerations.csv", "uitspraken", "S16 S99"),
        "data/considerations.csv",
        "regel 2, kolom uitspraken",
        "komt niet voor in data/statements.csv",
        "S16 S99",
    ),
    "two staff carriers": broken(
        cell("data/cost_types.csv", "draagt_staf", "ja", line=3),
        "data/cost_types.csv",
        "kolom draagt_staf",
        "precies één kostensoort draagt de staf",
        "2",
    ),
    "no staff carrier": broken(
        cell("data/cost_types.csv", "draagt_staf", "nee"),
        "data/cost_types.csv",
        "kolom draagt_staf",
        "precies één kostensoort draagt de staf",
        "0",
    ),
    "unknown index": broken(
        cell("data/cost_types.csv", "index", "loonindex - inflatie"),
        "data/cost_types.csv",
        "regel 2, kolom index",
        "onbekende parameter",
        "loonindex - inflatie",
    ),
    "index in euros": broken(
        cell("data/cost_types.csv", "index", "frictie_per_persoon"),
        "data/cost_types.csv",
        "regel 2, kolom index",
        "frictie_per_persoon is in euro per Wsw-persoon in het basisjaar",
        "frictie_per_persoon",
    ),
    "unknown fixed share": broken(
        cell("data/cost_types.csv", "vast_aandeel", "vast"),
        "data/cost_types.csv",
        "regel 2, kolom vast_aandeel",
        "onbekende parameter",
        "vast",
    ),
    "fixed share per year": broken(
        cell("data/cost_types.csv", "vast_aandeel", "loonindex"),
        "data/cost_types.csv",
        "regel 2, kolom vast_aandeel",
        "loonindex is in per jaar",
        "loonindex",
    ),
    "sign of two": broken(
        cell("data/cost_types.csv", "teken", "2"),
        "data/cost_types.csv",
        "regel 2, kolom teken",
        "onbekende waarde",
        "2",
    ),
}

IN_SCENARIOS = {
    "no TOML": broken(
        replaced(AGREEMENT, 'id = "akkoord_2020"', "id = akkoord_2020"),
        AGREEMENT,
        "regel 1",
        "geen geldige TOML",
        "id = akkoord_2020",
    ),
    "key twice": broken(
        replaced(AGREEMENT, 'verdeling = "eigen"', 'verdeling = "eigen"\nverdeling = "eigen"'),
        AGREEMENT,
        "regel 8",
        "geen geldige TOML",
        'verdeling = "eigen"',
    ),
    "text not closed at the end": broken(appended(AGREEMENT, 'x = "'), AGREEMENT, "bestand", "geen geldige TOML", ""),
    "exponent beyond any": broken(
        replaced(AGREEMENT, PATH, "pad = { 2021 = 1e99999999999999999999 }"),
        AGREEMENT,
        "bestand",
        "geen geldige TOML",
        "",
    ),
    "registry no TOML": broken(
        replaced(REGISTRY, "laag = 0.045", "laag = 0,045"), REGISTRY, "regel 8", "geen geldige TOML", "laag = 0,045"
    ),
    "encoding of TOML": broken(
        raw(AGREEMENT, lambda text: text.replace(b"gemeenten voeren", b"gemeent\xebn voeren", 1)),
        AGREEMENT,
        "regel 6",
        "geen UTF-8",
        "byte eb",
    ),
    "unknown key": broken(
        replaced(AGREEMENT, "in_zin", "inzin = 1\nin_zin"), AGREEMENT, "sleutel inzin", "onbekende sleutel", "inzin"
    ),
    "unknown key of a measure": broken(
        replaced(AGREEMENT, PATH, PATH + '\njaren = "alle"'),
        AGREEMENT,
        in_measure("schaalverlies", "jaren"),
        "onbekende sleutel",
        "jaren",
    ),
    "limits on a one-off": broken(
        replaced(AGREEMENT, 'grondslag = "wsw_personen"', 'grondslag = "wsw_personen"\nwerkvormen = ["groen"]'),
        AGREEMENT,
        in_measure("frictie", "werkvormen"),
        "onbekende sleutel",
        "werkvormen",
    ),
    "unknown key of a parameter": broken(
        replaced(REGISTRY, "hoog = 0.070", "hoog = 0.070\nhoogst = 0.1"),
        REGISTRY,
        in_parameter("uitstroom_wsw", "hoogst"),
        "onbekende sleutel",
        "hoogst",
    ),
    "title missing": broken(
        replaced(AGREEMENT, 'titel = "Akkoord 2020"\n', ""), AGREEMENT, "sleutel titel", "sleutel ontbreekt", ""
    ),
    "title of nothing": broken(
        replaced(AGREEMENT, 'titel = "Akkoord 2020"', 'titel = " "'), AGREEMENT, "sleutel titel", "geen tekst", " "
    ),
    "title a number": broken(
        replaced(AGREEMENT, 'titel = "Akkoord 2020"', "titel = 2020"), AGREEMENT, "sleutel titel", "geen tekst", "2020"
    ),
    "title of thousands of digits": broken(
        replaced(AGREEMENT, 'titel = "Akkoord 2020"', "titel = 0x" + "f" * 5000),
        AGREEMENT,
        "sleutel titel",
        "geen tekst",
        "een getal van duizenden cijfers",
    ),
    "title with an invisible character": broken(
        replaced(AGREEMENT, 'titel = "Akkoord 2020"', 'titel = "Akkoord\\u0007"'),
        AGREEMENT,
        "sleutel titel",
        "onzichtbaar teken",
        "Akkoord\a",
    ),
    "measure without source": broken(
        replaced(LINE, 'bron_id = "almelo_begroting_2019_1954"\n', ""),
        LINE,
        in_measure("doorontwikkeling", "bron_id"),
        "de bron ontbreekt",
        "",
    ),
    "scenario without source": broken(
        replaced(LINE, 'bron_id = "roskam_3772"\n', ""), LINE, "sleutel bron_id", "de bron ontbreekt", ""
    ),
    "parameter with an unknown source": broken(
        replaced(REGISTRY, 'bron_id = "kadernota2020"', 'bron_id = "kadernota2021"'),
        REGISTRY,
        in_parameter("loonindex", "bron_id"),
        "onbekende waarde",
        "kadernota2021",
    ),
    "status of a measure": broken(
        replaced(LINE, 'status = "raming"', 'status = "zeker"'),
        LINE,
        in_measure("doorontwikkeling", "status"),
        "onbekende waarde",
        "zeker",
    ),
    "unknown kind": broken(
        replaced(LINE, 'soort = "percentage"', 'soort = "procent"'),
        LINE,
        in_measure("doorontwikkeling", "soort"),
        "onbekende waarde",
        "procent",
    ),
    "unknown direction": broken(
        replaced(LINE, 'richting = "+"', 'richting = "omhoog"'),
        LINE,
        in_measure("doorontwikkeling", "richting"),
        "onbekende waarde",
        "omhoog",
    ),
    "unknown parameter": broken(
        replaced(AGREEMENT, 'parameter = "schaalverlies"', 'parameter = "schaalverlis"'),
        AGREEMENT,
        in_measure("schaalverlies", "parameter"),
        "onbekende waarde",
        "schaalverlis",
    ),
    "unknown kostensoort of a measure": broken(
        replaced(AGREEMENT, '"overhead"', '"overhed"'),
        AGREEMENT,
        in_measure("schaalverlies", "kostensoorten"),
        "onbekende waarde",
        "overhed",
    ),
    "unknown werkvorm of a measure": broken(
        replaced(AGREEMENT, 'werkvormen = ["beschut"]', 'werkvormen = ["beschud"]'),
        AGREEMENT,
        in_measure("ruimtebesparing", "werkvormen"),
        "onbekende waarde",
        "beschud",
    ),
    "unknown gemeente of a measure": broken(
        replaced(AGREEMENT, '["GM0141", "GM0183", "GM0189", "GM1700"]\npad', '["GM0142"]\npad'),
        AGREEMENT,
        in_measure("ruimtebesparing", "gemeenten"),
        "onbekende waarde",
        "GM0142",
    ),
    "unknown key of a one-off": broken(
        replaced(AGREEMENT, 'sleutel = "gr_2019"', 'sleutel = "gr_2020"'),
        AGREEMENT,
        in_measure("frictie", "sleutel"),
        "onbekende waarde",
        "gr_2020",
    ),
    "unknown allocation key": broken(
        replaced(ZERO, 'sleutel = "gr_2019"', 'sleutel = "gr_2020"'),
        ZERO,
        "sleutel sleutel",
        "onbekende waarde",
        "gr_2020",
    ),
    "unknown allocation": broken(
        replaced(AGREEMENT, 'verdeling = "eigen"', 'verdeling = "zelf"'),
        AGREEMENT,
        "sleutel verdeling",
        "onbekende waarde",
        "zelf",
    ),
    "no allocation and no base": broken(
        replaced(ZERO, 'verdeling = "sleutel"\n', ""), ZERO, "sleutel verdeling", "sleutel ontbreekt", ""
    ),
    "unknown statement of a scenario": broken(
        replaced(LINE, 'uitspraken = ["S16", "S19"]', 'uitspraken = ["S20"]'),
        LINE,
        "sleutel uitspraken",
        "onbekende waarde",
        "S20",
    ),
    "unknown PM item": broken(
        replaced(LINE, 'id = "ontvlechting_2017"', 'id = "ontvlechting"'),
        LINE,
        "pm “ontvlechting”, sleutel id",
        "onbekende waarde",
        "ontvlechting",
    ),
    "euros on a percentage": broken(
        replaced(AGREEMENT, 'parameter = "schaalverlies"', 'parameter = "frictie_per_persoon"'),
        AGREEMENT,
        in_measure("schaalverlies", "parameter"),
        "verkeerde eenheid",
        "frictie_per_persoon in euro per Wsw-persoon in het basisjaar",
    ),
    "share on a one-off": broken(
        replaced(AGREEMENT, 'parameter = "frictie_per_persoon"', 'parameter = "schaalverlies"'),
        AGREEMENT,
        in_measure("frictie", "parameter"),
        "verkeerde eenheid",
        "schaalverlies in aandeel van de uitvoeringskosten",
    ),
    "unknown unit": broken(
        replaced(REGISTRY, 'eenheid = "per jaar"', 'eenheid = "procent"'),
        REGISTRY,
        in_parameter("loonindex", "eenheid"),
        "onbekende eenheid",
        "procent",
    ),
    "outside the admissible range": broken(
        replaced(REGISTRY, "hoog = 0.070", "hoog = 0.7"),
        REGISTRY,
        in_parameter("uitstroom_wsw", "hoog"),
        "buiten het toelaatbare bereik",
        "0.7",
    ),
    "band out of order": broken(
        replaced(REGISTRY, "standaard = 0.055", "standaard = 0.04"),
        REGISTRY,
        in_parameter("uitstroom_wsw", "standaard"),
        "laag ≤ standaard ≤ hoog klopt niet",
        "0.045 / 0.04 / 0.07",
    ),
    "share without a maximum": broken(
        replaced(REGISTRY, "max = 0.5\n", ""),
        REGISTRY,
        in_parameter("uitstroom_wsw", "max"),
        "sleutel ontbreekt",
        "",
    ),
    "share above the whole of all who leave": broken(
        replaced(REGISTRY, "max = 0.5\n", "max = 1.5\n"),
        REGISTRY,
        in_parameter("uitstroom_wsw", "max"),
        "te hoog voor uitstroom_wsw: een deel van het geheel",
        "1.5",
    ),
    "fixed costs that grow": broken(
        replaced(REGISTRY, "standaard = 0.05\nhoog = 0.10\nmin = 0\n", "standaard = 0.05\nhoog = 0.10\nmin = -0.1\n"),
        REGISTRY,
        in_parameter("afbouw_vaste_kosten", "min"),
        "te laag voor afbouw_vaste_kosten: een deel van het geheel",
        "-0.1",
    ),
    "share far above the whole": broken(
        replaced(REGISTRY, "max = 2\n", "max = 2.5\n"),
        REGISTRY,
        in_parameter("behoud_na_2022", "max"),
        "te hoog voor een parameter in “aandeel”",
        "2.5",
    ),
    "share that takes more than there is": broken(
        replaced(REGISTRY, "min = -1\n", "min = -1.5\n"),
        REGISTRY,
        in_parameter("meeropbrengst_doorontwikkeling", "min"),
        "te laag voor een parameter in “aandeel”",
        "-1.5",
    ),
    "fixed share above the whole": broken(
        replaced(
            REGISTRY,
            "standaard = 0.40\nhoog = 0.60\nmin = 0\nmax = 1\n",
            "standaard = 0.40\nhoog = 0.60\nmin = 0\nmax = 2\n",
        ),
        "data/cost_types.csv",
        "regel 2, kolom vast_aandeel",
        "vast_begeleiding mag buiten 0 tot en met 1 liggen",
        "vast_begeleiding",
    ),
    "level of the corners": broken(
        replaced(REGISTRY, "hoog = 0.070", "hoog = 0.070\nvolledig = 0.06"),
        REGISTRY,
        in_parameter("uitstroom_wsw", "volledig"),
        "onbekende sleutel",
        "volledig",
    ),
    "replacement by an unknown parameter": broken(
        replaced(REGISTRY, 'door = "behoud_na_2022"', 'door = "behoud"'),
        REGISTRY,
        "vervangen “meeropbrengst_na_2022”, sleutel door",
        "onbekende waarde",
        "behoud",
    ),
    "replacement of a parameter that is there": broken(
        replaced(REGISTRY, 'id = "meeropbrengst_na_2022"', 'id = "loonindex"'),
        REGISTRY,
        "vervangen “loonindex”, sleutel id",
        "deze parameter is er nog",
        "loonindex",
    ),
    "replacement twice": broken(
        appended(
            REGISTRY,
            '\n[[vervangen]]\nid = "meeropbrengst_na_2022"\ndoor = "loonindex"\ngedeeld_door = "loonindex"\nlabel = "x"\n',
        ),
        REGISTRY,
        "vervangen “meeropbrengst_na_2022”, sleutel id",
        "staat er twee keer",
        "meeropbrengst_na_2022",
    ),
    "PM without owner": broken(
        replaced(REGISTRY, 'eigenaar = "elke gemeente zelf"\n', ""),
        REGISTRY,
        "pm “nieuw_beschut”, sleutel eigenaar",
        "sleutel ontbreekt",
        "",
    ),
    "PM without consequence": broken(
        replaced(REGISTRY, 'gevolg = "Stromen', 'oorzaak = "Stromen'),
        REGISTRY,
        "pm “nieuw_beschut”, sleutel oorzaak",
        "onbekende sleutel",
        "oorzaak",
    ),
    "PM of unknown direction with a range": broken(
        replaced(REGISTRY, 'richting = "+"', 'richting = "onbekend"'),
        REGISTRY,
        "pm “vastgoedopbrengst”, sleutel richting",
        "een bereik vraagt een bekende richting",
        "onbekend",
    ),
    "PM without evidence": broken(
        replaced(
            LINE,
            'id = "ontvlechting_2017"\nuitspraken = ["S16"]\nbron_id = "almelo_begroting_2019_1954"\n',
            'id = "ontvlechting_2017"\n',
        ),
        LINE,
        "pm “ontvlechting_2017”, sleutel bron_id",
        "de bron ontbreekt",
        "",
    ),
    "PM without a reason": broken(
        replaced(ZERO, 'toelichting = "Elke gemeente heeft', 'uitspraken = ["S1"]\n# "'),
        ZERO,
        "pm “nieuw_beschut”, sleutel toelichting",
        "sleutel ontbreekt",
        "",
    ),
    "nothing said of what was published": broken(
        replaced(ZERO, 'noemt = "het tekort van 2020"\n', ""), ZERO, "sleutel noemt", "sleutel ontbreekt", ""
    ),
    "published without a source": broken(
        replaced(LATER, 'gepubliceerd_bron = "rtvoost_1432983"\n', ""),
        LATER,
        "sleutel gepubliceerd_bron",
        "sleutel ontbreekt",
        "",
    ),
    "placement without employer": broken(
        replaced(ZERO, 'werkgever = "zoals in 2020"\n', ""),
        ZERO,
        "plaatsing “beschut”, sleutel werkgever",
        "sleutel ontbreekt",
        "",
    ),
    "unknown fate of a workplace": broken(
        replaced(AGREEMENT, 'werkplek = "blijft waar mogelijk"', 'werkplek = "blijft misschien"'),
        AGREEMENT,
        "plaatsing “groen”, sleutel werkplek",
        "onbekende waarde",
        "blijft misschien",
    ),
    "unknown factor": broken(
        replaced(LINE, 'keer = "behoud_na_2022"', 'keer = "behoud_na_2023"'),
        LINE,
        in_measure("doorontwikkeling_na_2022", "keer"),
        "onbekende waarde",
        "behoud_na_2023",
    ),
    "factor in a rate": broken(
        replaced(LINE, 'keer = "behoud_na_2022"', 'keer = "loonindex"'),
        LINE,
        in_measure("doorontwikkeling_na_2022", "keer"),
        "verkeerde eenheid",
        "loonindex in per jaar",
    ),
    "a parameter times itself": broken(
        replaced(LINE, 'keer = "behoud_na_2022"', 'keer = "meeropbrengst_doorontwikkeling"'),
        LINE,
        in_measure("doorontwikkeling_na_2022", "keer"),
        "dezelfde parameter als die van de maatregel",
        "meeropbrengst_doorontwikkeling",
    ),
    "prices that turn negative admitted": broken(
        replaced(REGISTRY, "min = -0.10", "min = -5"),
        REGISTRY,
        in_parameter("loonindex", "min"),
        "te laag voor een parameter in “per jaar”",
        "-5.0",
    ),
    "number as text": broken(
        replaced(REGISTRY, "hoog = 0.070", 'hoog = "0,070"'),
        REGISTRY,
        in_parameter("uitstroom_wsw", "hoog"),
        "geen getal",
        "0,070",
    ),
    "number NaN": broken(
        replaced(REGISTRY, "hoog = 0.070", "hoog = nan"),
        REGISTRY,
        in_parameter("uitstroom_wsw", "hoog"),
        "geen getal",
        "NaN",
    ),
    "number endless": broken(
        replaced(REGISTRY, "hoog = 12300", "hoog = 1e400"),
        REGISTRY,
        in_parameter("frictie_per_persoon", "hoog"),
        "geen getal",
        "1E+400",
    ),
    "number of four hundred digits": broken(
        replaced(REGISTRY, "hoog = 12300", "hoog = " + "1" * 400),
        REGISTRY,
        in_parameter("frictie_per_persoon", "hoog"),
        "geen getal",
        "1" * 400,
    ),
    "number missing": broken(
        replaced(REGISTRY, "hoog = 12300\n", ""),
        REGISTRY,
        in_parameter("frictie_per_persoon", "hoog"),
        "sleutel ontbreekt",
        "",
    ),
    "date as text": broken(
        replaced(REGISTRY, "kennisdatum = 2023-08-14", 'kennisdatum = "14 augustus 2023"'),
        REGISTRY,
        in_parameter("uitstroom_wsw", "kennisdatum"),
        "geen datum",
        "14 augustus 2023",
    ),
    "date with a time": broken(
        replaced(REGISTRY, "kennisdatum = 2023-08-14", "kennisdatum = 2023-08-14T12:00:00"),
        REGISTRY,
        in_parameter("uitstroom_wsw", "kennisdatum"),
        "geen datum",
        "2023-08-14 12:00:00",
    ),
    "parameter twice": broken(
        appended(REGISTRY, f'\n[[parameter]]\nid = "loonindex"\neenheid = "per jaar"\nmax = 0.5\n{BAND}{PROVENANCE}'),
        REGISTRY,
        in_parameter("loonindex", "id"),
        "staat er twee keer",
        "loonindex",
    ),
    "PM item twice in the registry": broken(
        appended(
            REGISTRY, f'\n[[pm]]\nid = "belastingen"\nsoort = "jaarlijks"\nrichting = "-"\n{PROVENANCE}{REGISTER}'
        ),
        REGISTRY,
        "pm “belastingen”, sleutel id",
        "staat er twee keer",
        "belastingen",
    ),
    "PM with half a range": broken(
        replaced(REGISTRY, "hoog = 4500000\n", ""),
        REGISTRY,
        "pm “vastgoedopbrengst”, sleutel hoog",
        "laag en hoog horen samen, laag niet boven hoog",
        "0.0 / None",
    ),
    "measure twice": broken(
        replaced(AGREEMENT, 'id = "efficiency"', 'id = "schaalverlies"'),
        AGREEMENT,
        "maatregel “schaalverlies”, sleutel id",
        "staat er twee keer",
        "schaalverlies",
    ),
    "PM item twice": broken(
        appended(LINE, '\n[[pm]]\nid = "ontvlechting_2017"\nbron_id = "zoek"\ntoelichting = "x"\n'),
        LINE,
        "pm “ontvlechting_2017”, sleutel id",
        "staat er twee keer",
        "ontvlechting_2017",
    ),
    "measure called as the allocation": broken(
        replaced(AGREEMENT, 'id = "schaalverlies"', 'id = "verdeling"'),
        AGREEMENT,
        in_measure("verdeling", "id"),
        "deze id is bezet",
        "verdeling",
    ),
    "measure called as a kostensoort": broken(
        replaced(AGREEMENT, 'id = "schaalverlies"', 'id = "overhead"'),
        AGREEMENT,
        in_measure("overhead", "id"),
        "deze id is bezet",
        "overhead",
    ),
    "id with spaces": broken(
        replaced(AGREEMENT, 'id = "schaalverlies"', 'id = "Kleinere schaal"'),
        AGREEMENT,
        in_measure("Kleinere schaal", "id"),
        "geen id",
        "Kleinere schaal",
    ),
    "scenario twice": broken(
        copied(LINE, "scenarios/zzz.toml"),
        "scenarios/zzz.toml",
        "sleutel id",
        "staat er twee keer",
        "maatschappelijke_onderneming_2017",
    ),
    "fraction through nothing": broken(
        replaced(AGREEMENT, '"1/3"', '"1/0"'),
        AGREEMENT,
        in_measure("efficiency", "pad"),
        "geen getal of breuk",
        "1/0",
    ),
    "fraction in words": broken(
        replaced(AGREEMENT, '"1/3"', '"een derde"'),
        AGREEMENT,
        in_measure("efficiency", "pad"),
        "geen getal of breuk",
        "een derde",
    ),
    "fraction endless": broken(
        replaced(AGREEMENT, '"1/3"', '"1e400"'),
        AGREEMENT,
        in_measure("efficiency", "pad"),
        "geen getal of breuk",
        "1e400",
    ),
    "step NaN": broken(
        replaced(AGREEMENT, PATH, "pad = { 2021 = nan }"), AGREEMENT, SCALE, "geen getal of breuk", "NaN"
    ),
    "step yes": broken(
        replaced(AGREEMENT, PATH, "pad = { 2021 = true }"), AGREEMENT, SCALE, "geen getal of breuk", "true"
    ),
    "step in the base year": broken(
        replaced(AGREEMENT, PATH, "pad = { 2020 = 1 }"), AGREEMENT, SCALE, "geen jaar binnen de horizon", "2020"
    ),
    "step after the horizon": broken(
        replaced(AGREEMENT, PATH, "pad = { 2021 = 1, 2031 = 2 }"),
        AGREEMENT,
        SCALE,
        "geen jaar binnen de horizon",
        "2031",
    ),
    "step in no year": broken(
        replaced(AGREEMENT, PATH, 'pad = { "²" = 1 }'), AGREEMENT, SCALE, "geen jaar binnen de horizon", "²"
    ),
    "path of nothing": broken(replaced(AGREEMENT, PATH, "pad = {}"), AGREEMENT, SCALE, "geen pad", "{}"),
    "path missing": broken(replaced(AGREEMENT, PATH + "\n", ""), AGREEMENT, SCALE, "sleutel ontbreekt", ""),
    "unknown uitvoerder": broken(
        replaced(AGREEMENT, 'uitvoerder = "de_sterkerij"', 'uitvoerder = "sterkerij"'),
        AGREEMENT,
        "plaatsing “beschut”, sleutel uitvoerder",
        "onbekende uitvoerder",
        "sterkerij",
    ),
    "unknown werkvorm in a placement": broken(
        replaced(AGREEMENT, 'werkvorm = "groen"', 'werkvorm = "rood"'),
        AGREEMENT,
        "plaatsing “rood”, sleutel werkvorm",
        "onbekende waarde",
        "rood",
    ),
    "placement after the horizon": broken(
        replaced(AGREEMENT, "vanaf = 2021", "vanaf = 2031"),
        AGREEMENT,
        "plaatsing “groen”, sleutel vanaf",
        "geen jaar binnen de horizon",
        "2031",
    ),
    "two rules for a cell": broken(
        replaced(AGREEMENT, '["GM1742"]', '["GM1742", "GM0163"]'),
        AGREEMENT,
        "plaatsing “beschut”",
        "twee regels voor één cel",
        "GM0163: multipack_nijverdal en de_sterkerij, vanaf 2021",
    ),
    "two rules for all": broken(
        replaced(AGREEMENT, 'werkvorm = "individuele_detachering"', 'werkvorm = "groepsdetachering"'),
        AGREEMENT,
        "plaatsing “groepsdetachering”",
        "twee regels voor één cel",
        "alle gemeenten: werkplein en werkplein, vanaf 2021",
    ),
    "cell without a rule": Broken(
        section(ZERO, 'werkvorm = "begeleid_werken"'),
        tuple((file, "plaatsing “begeleid_werken”") for file in EVERY_SCENARIO),
        "cel zonder regel",
        "GM0141, GM0163, GM0183, GM0189, GM1700, GM1742, 2020",
    ),
    "bases in a circle": Broken(
        replaced(ZERO, "titel =", 'basis = "akkoord_2020"\ntitel ='),
        ((ZERO, "sleutel basis"), (AGREEMENT, "sleutel basis")),
        "de bases verwijzen in een kring naar elkaar",
        "akkoord_2020 → ongewijzigd → akkoord_2020",
    ),
    "its own base": broken(
        replaced(LINE, 'basis = "ongewijzigd"', 'basis = "maatschappelijke_onderneming_2017"'),
        LINE,
        "sleutel basis",
        "de bases verwijzen in een kring naar elkaar",
        "maatschappelijke_onderneming_2017 → maatschappelijke_onderneming_2017",
    ),
    "unknown base": broken(
        replaced(LINE, 'basis = "ongewijzigd"', 'basis = "anders"'),
        LINE,
        "sleutel basis",
        "onbekend scenario",
        "anders",
    ),
    "unknown measure falls away": broken(
        replaced(LATER, "toelichting =", 'vervalt = ["eficiency"]\ntoelichting ='),
        LATER,
        "sleutel vervalt",
        "onbekende maatregel of PM-post",
        "eficiency",
    ),
    "falls away from nothing": broken(
        replaced(ZERO, "toelichting =", 'vervalt = ["frictie"]\ntoelichting ='),
        ZERO,
        "sleutel vervalt",
        "zonder basis vervalt er niets",
        "frictie",
    ),
    "one gemeente without a list": broken(
        replaced(AGREEMENT, 'gemeenten = ["GM0163"]', 'gemeenten = "GM0163"'),
        AGREEMENT,
        "plaatsing “beschut”, sleutel gemeenten",
        "geen lijst van teksten",
        "GM0163",
    ),
    "service of the gemeente in words": broken(
        replaced(AGREEMENT, "eigen_dienst = true", 'eigen_dienst = "ja"'),
        AGREEMENT,
        "uitvoerders.buitendienst, sleutel eigen_dienst",
        "geen ja of nee",
        "ja",
    ),
    "PM items as a table": broken(
        raw(LINE, lambda text: text.split(b"[[pm]]")[0] + b'[pm]\nid = "ontvlechting_2017"\n'),
        LINE,
        "sleutel pm",
        "geen lijst",
        "{'id': 'ontvlechting_2017'}",
    ),
    "uitvoerders as a text": broken(
        replaced(LINE, "uitspraken =", 'uitvoerders = "soweco"\nuitspraken ='),
        LINE,
        "sleutel uitvoerders",
        "geen tabel",
        "soweco",
    ),
    "discount rate missing": broken(
        section(REGISTRY, 'id = "discontovoet"'),
        REGISTRY,
        "sleutel parameter",
        "parameter ontbreekt",
        "discontovoet",
    ),
    "no registry": broken(removed(REGISTRY), REGISTRY, "bestand", "het bestand ontbreekt", ""),
    "no scenario": broken(only_the_registry, "scenarios", "map", "er is geen scenario", ""),
    "nothing in scenarios": broken(emptied, REGISTRY, "bestand", "het bestand ontbreekt", ""),
    "no scenarios at all": broken(
        lambda home: shutil.rmtree(home / "scenarios"), REGISTRY, "bestand", "het bestand ontbreekt", ""
    ),
}


def problems_of(home: Path) -> tuple[Problem, ...]:
    with pytest.raises(Unsound) as caught:
        check_folder(home)
    return caught.value.problems


def own_words(problem: Problem) -> set[str]:
    """The words that are ours: not what was read, nor what stands between quotation marks."""
    theirs = "“[^”]*”|data/[a-z_.]+|kies uit: .*|true of false"
    return set(re.findall("[a-z]+", re.sub(theirs, "", f"{problem.what} {problem.remedy}").lower()))


@pytest.mark.parametrize("broken", [*IN_DATA.values(), *IN_SCENARIOS.values()], ids=[*IN_DATA, *IN_SCENARIOS])
def test_what_is_wrong_is_told_with_its_place(
    home: Path, broken: Broken, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken.edit(home)
    problems = problems_of(home)
    assert [(problem.file, problem.place) for problem in problems] == list(broken.places)
    assert (problems[0].what, problems[0].read) == (broken.what, broken.read)
    for problem in problems:
        assert problem.remedy[-1] in ".?"
        assert not own_words(problem) & ENGLISH

    monkeypatch.setenv(HOME, str(home))
    monkeypatch.setenv(DATABASE, str(home / "none.duckdb"))
    assert main(["check"]) == 1
    printed = capsys.readouterr()
    lines = printed.err.splitlines()
    assert len(lines) == len(problems)
    assert all(line.startswith(problem.file) for line, problem in zip(lines, problems, strict=True))
    assert "Traceback" not in printed.out + printed.err


def test_the_shipped_folder_is_sound(shipped: Content) -> None:
    registry, scenarios = model_of(shipped)
    assert set(shipped.tables) == {path.stem for path in (SHIPPED / "data").glob("*.csv")}
    assert set(scenarios) == {
        "ongewijzigd",
        "maatschappelijke_onderneming_2017",
        "akkoord_2020",
        "uitvoering_2021",
        "akkoord_2020_juli_2021",
        "rijssen_holten_alleen",
        "alternatief_rvc",
    }
    assert len(registry.parameters) == 25
    assert len(registry.pm) == 12
    assert registry.replacements == {
        "meeropbrengst_na_2022": Replacement(
            "meeropbrengst_na_2022",
            "behoud_na_2022",
            "meeropbrengst_doorontwikkeling",
            "Meeropbrengst door doorontwikkeling na 2022",
        )
    }


def test_a_copy_of_the_shipped_folder_is_the_same(home: Path, shipped: Content) -> None:
    assert check_folder(home).hash == shipped.hash


def test_a_byte_order_mark_and_windows_line_ends_are_read(home: Path, shipped: Content) -> None:
    for path in (home / "data").glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_folder(home).hash == shipped.hash


@pytest.mark.parametrize(
    ("text", "amount"), [("1234.50", Decimal("1234.50")), ("1234.5", Decimal("1234.50")), ("1234.00", 1234), ("0", 0)]
)
def test_an_amount_may_have_cents(home: Path, text: str, amount: int | Decimal) -> None:
    cell(COSTS, "bedrag_eur", text)(home)
    (read,) = [row["bedrag_eur"] for row in check_folder(home).tables["costs"] if row["bedrag_eur"] == amount][:1]
    assert (type(read), str(read)) == (type(amount), str(amount))


def test_pm_is_an_amount_and_an_empty_account_is_unknown(home: Path) -> None:
    cell(COSTS, "bedrag_eur", "PM")(home)
    content = check_folder(home)
    assert [row["kostensoort"] for row in content.tables["costs"] if row["bedrag_eur"] == "PM"] == ["begeleiding"]
    unknown = [row for row in content.tables["municipal_accounts"] if row["lasten_eur"] is None]
    assert {(row["gemeente_code"], row["jaar"]) for row in unknown} == {("GM0141", 2022), ("GM1700", 2022)}


def test_all_problems_are_told_at_once(home: Path) -> None:
    both(cell(COSTS, "status", "zeker"), cell(HEADS, "personen", "-1"), removed("data/anchors.csv"))(home)
    assert {problem.file for problem in problems_of(home)} == {COSTS, HEADS, "data/anchors.csv"}


def test_the_fields_of_one_line_carry_their_own_problem(home: Path) -> None:
    both(cell(COSTS, "status", "zeker", 3), cell(COSTS, "bedrag_eur", "x", 3))(home)
    assert {problem.place for problem in problems_of(home)} == {"regel 3, kolom status", "regel 3, kolom bedrag_eur"}


def test_a_near_miss_is_offered() -> None:
    assert meant("overhed", ["overhead", "huisvesting"]) == "bedoelde u “overhead”?"
    assert meant("zzz", ["b", "a"]) == "kies uit: a, b."
    assert meant("zzz", map(str, range(10, 30))).endswith(" 20, 21 en nog 8 andere.")
    assert meant("zzz", []) == "verwijder deze waarde."


def test_a_line_is_one_line_however_long_or_odd_what_was_read() -> None:
    problem = Problem("data/costs.csv", "regel 2", "geen getal", "a\nb\x1b[31m" + "c" * 100, "verbeter het.")
    line = str(problem)
    assert line == f"data/costs.csv, regel 2: geen getal; gelezen: “a b [31m{'c' * 52}…”; verbeter het."
    assert str(Unsound([problem, problem])) == f"{line}\n{line}"

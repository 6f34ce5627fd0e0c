"""What is in the workbook, without recalculating: formulas everywhere, the app's numbers beside them, marked inputs."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.pm import left_out
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.render.export import CannotExport, export_table, runs
from lib.render.workbook.make import footer, make_workbook
from lib.render.workbook.page import Names
from lib.render.workbook.subject import Subject
from lib.subjects import evidence
from tests.render.exporting import A, B
from tests.render.reading import stripped
from tests.render.workbook.cells import Row
from tests.render.workbook.conftest import IMPRINT, NASTY, Made, Make
from tests.tiers import first

CASES = ("changed", "strange")
#: Sheets on which the model computes: no number there but the years above the columns is anything but a formula.
COMPUTED = ("Verloop", "Projectie", "Uitkomst", "Brug")
#: What every spreadsheet has, and nothing that one of them writes as an array.
FUNCTIONS = {
    "IF",
    "AND",
    "OR",
    "SUM",
    "SUMIFS",
    "SUMPRODUCT",
    "COUNT",
    "COUNTIF",
    "INDEX",
    "MATCH",
    "ISNUMBER",
    "ISTEXT",
    "N",
}
FUNCTIONS |= {"EXACT", "ABS", "MAX", "MIN", "ROUND"}


def words(row: Row, *heads: str) -> tuple[str, ...]:
    return tuple(stripped(str(row[head].value)) if head in row else "" for head in heads)


def numbers(of: Made, sheet: str, block: str | None, *heads: str) -> dict[tuple[str, ...], Row]:
    """Rows of a block by what stands before them."""
    found = [row for row in of.book.rows(sheet) if block is None or words(row, "Onderdeel") == (block,)]
    return {words(row, *heads): row for row in found}


def sheet_of(of: Made, scenario: str) -> str:
    subject = Subject(of.answers, IMPRINT)
    return next(route.sheet for route in subject.routes if route.run.scenario.id == scenario)


@pytest.mark.parametrize("case", first(CASES))
def test_every_cell_of_the_export_is_a_formula_with_its_value(make: Make, case: str) -> None:
    of = make(case)
    release, comparison = of.answers.release, of.answers.comparison
    forms = {each.id: each.label for each in release.figures.werkvormen}
    kinds = {each.id: each.label for each in release.figures.cost_types}
    titles = {m.id: m.title for s in release.scenarios.values() for m in s.measures}
    blocks = {}
    costs = export_table("costs", release, comparison).to_pylist()
    for scenario in {row["scenario"] for row in costs}:
        for block in ("Kosten na verdeling", "Saldo van maatregel"):
            heads = ("Gemeente", "Werkvorm", "Kostensoort of maatregel")
            blocks[scenario, block] = numbers(of, sheet_of(of, scenario), block, *heads)
    for row in costs:
        beside = row["werkvorm"] is None
        name = titles[row["kostensoort"]] if beside else kinds[row["kostensoort"]]
        block = "Saldo van maatregel" if beside else "Kosten na verdeling"
        place = (row["gemeente"], "" if beside else forms[row["werkvorm"]], name)
        cell = blocks[row["scenario"], block][place][str(row["jaar"])]
        expected = row["saldo_eur"] if beside else row["bedrag_eur"]
        assert cell.formula
        assert cell.value == ("PM" if expected is None else pytest.approx(expected, abs=1e-6))
    people = 2 * len(runs(comparison)) * comparison.zero.persons.size
    assert sum(1 for _ in of.book.formulas()) > len(costs) + people


@pytest.mark.parametrize("case", first([*CASES, "small"]))
def test_people_and_staff_are_formulas_with_the_values_of_the_app(make: Make, case: str) -> None:
    of = make(case)
    figures, years = of.answers.release.figures, [str(year) for year in of.answers.release.figures.years]
    for run in runs(of.answers.comparison):
        for block, counts in (("Wsw-personen", run.persons), ("Staf", run.staff)):
            found = numbers(of, sheet_of(of, run.scenario.id), block, "Gemeente", "Werkvorm")
            for (g, gemeente), (w, form) in product(enumerate(figures.gemeenten), enumerate(figures.werkvormen)):
                cells = [found[gemeente.naam, form.label][year] for year in years]
                assert all(cell.formula for cell in cells)
                values = [0.0 if cell.value == "samengevoegd" else cell.value for cell in cells]
                assert values == pytest.approx(counts[g, w].tolist(), abs=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_the_bridge_is_that_of_the_export(make: Make, case: str) -> None:
    of = make(case)
    comparison = of.answers.comparison
    years = [str(year) for year in comparison.figures.years[1:]]
    found = numbers(of, "Brug", None, "Verschil", "Onderdeel", "Gemeente")
    title = next(place[0] for place in found if place[0].startswith("B − A"))
    for part in comparison.bridge:
        measure = part.after or part.before
        label = "Andere verdeling van de kosten over de gemeenten" if measure is None else measure.title
        label = label if part.after or measure is None else f"Wegvallen van {label}"
        for g, gemeente in enumerate(comparison.figures.gemeenten):
            cells = [found[title, label, gemeente.naam][year] for year in years]
            assert all(cell.formula for cell in cells)
            assert [cell.value for cell in cells] == pytest.approx(part.contribution[g, 1:].tolist(), abs=1e-6)
    gaps = [row for place, row in found.items() if place[1].startswith("Controle")]
    assert len(gaps) == 3 * (len(comparison.figures.gemeenten) + 1)
    assert {row[year].value for row in gaps for year in years} == {0.0}


@pytest.mark.parametrize("case", CASES)
def test_nothing_that_the_model_computes_is_pasted(make: Make, case: str) -> None:
    for sheet, cells in make(case).book.sheets.items():
        if sheet.startswith(COMPUTED):
            pasted = [at for at, cell in cells.items() if isinstance(cell.value, float) and not cell.formula]
            assert {re.sub(r"[A-Z]+", "", at) for at in pasted} == {"5"}, sheet


def test_only_functions_that_every_spreadsheet_has(make: Make) -> None:
    for case in CASES:
        used = {
            name
            for _, _, cell in make(case).book.formulas()
            for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", cell.formula))
        }
        assert used <= FUNCTIONS


def test_every_assumption_is_a_named_input_with_bounds_and_words(make: Make) -> None:
    of = make("changed")
    xml = of.book.parts[of.book.files["Aannames"]]
    for name, parameter in of.answers.release.parameters.items():
        sheet, address = of.book.names[name]
        cell = of.book.sheets[sheet][address]
        assert sheet == "Aannames" and not cell.formula and cell.value == of.answers.comparison.values[name]
        rule = re.search(rf'<dataValidation [^>]*sqref="{address}".*?</dataValidation>', xml, re.DOTALL)
        assert rule is not None and 'type="decimal"' in rule[0] and "kies een waarde van" in rule[0]
        bounds = [float(bound) for bound in re.findall(r"<formula[12]>([^<]*)</formula[12]>", rule[0])]
        assert bounds == [each for each in (parameter.minimum, parameter.maximum) if each is not None]
    rows_of = {words(row, "Naam in formules")[0]: row for row in of.book.rows("Aannames")}
    assert words(rows_of["schaalverlies"], "Status", "Plek in de bandbreedte") == ("aanname", "binnen de band")
    assert words(rows_of["vast_overhead"], "Plek in de bandbreedte") == ("standaard",)


def test_results_have_names_and_the_values_of_the_app(make: Make) -> None:
    of = make("changed")
    answers, comparison = of.answers, of.answers.comparison
    runs = {"nulalternatief": comparison.zero, "a": comparison.a, "b": comparison.b}
    for one, other in (("b", "a"), ("a", "nulalternatief"), ("b", "nulalternatief")):
        whole = answers.difference(runs[one], runs[other], ALL).value
        assert of.book.named(f"verschil_{one}_{other}").value == pytest.approx(whole, abs=1e-6)
        structural = answers.structural(runs[one], runs[other], ALL).value
        assert of.book.named(f"structureel_{one}_{other}").value == pytest.approx(structural, abs=1e-6)
    for name, role in (("nulalternatief", "nulalternatief"), ("route_a", "a"), ("route_b", "b")):
        assert of.book.named(f"saldo_{name}").value == pytest.approx(answers.saldo(runs[role], ALL).value, abs=1e-6)
        present = answers.present_value(runs[role], ALL).value
        assert of.book.named(f"contante_waarde_{name}").value == pytest.approx(present, abs=1e-6)
    assert of.book.named("aangepast").value == 0 and of.book.named("horizon").value == 2030


@pytest.mark.parametrize("case", first(["default", "own policy", "same"]))
def test_ranges_and_readings_are_those_of_the_app(make: Make, case: str) -> None:
    of = make(case)
    release, own = of.answers.release, of.answers.evidence
    comparison, names = of.answers.comparison, {release.name(code): code for code in (*of.answers.codes, ALL)}
    sides = {run.scenario.short_title: side for side, run in comparison.sides}
    for row in of.book.rows("Bereik"):
        route, what, where, years = words(row, "Route", "Wat", "Gemeente", "Jaren")
        span, cells = tuple(map(int, years.split("–"))), (row["Ongunstigste lezing"], row["Gunstigste lezing"])
        side, code = sides[route], names[where]
        ends = [
            getattr(own, {"structureel": "structural"}.get(what, "one_off"))(side, end, code, span)
            for end in ("ongunstig", "gunstig")
        ]
        reach = [end.value for end in own.reach(side, code, span)]
        values = reach if "schatting" in what else [end.value if end else None for end in ends]
        expected = ["PM: onbekend, niet nul" if value is None else pytest.approx(value, abs=1e-6) for value in values]
        assert [cell.value for cell in cells] == expected
        assert words(row, "Status")[0] in ("aanname", "PM") and row["Geldt nog"].value == "ja"
    rows = of.book.rows("Lezingen")
    assert len(rows) == 2 * 4 * 7
    ends_of = {"Gunstigste lezing": "gunstig", "Ongunstigste lezing": "ongunstig"}
    for row in rows:
        (first, second), where, years = list(row.values())[:2], words(row, "Gemeente")[0], words(row, "Jaren")[0]
        end_a, end_b, last = ends_of[str(first.value)], ends_of[str(second.value)], int(years.split("–")[1])
        number = own.difference(end_a, end_b, names[where], last)  # type: ignore[arg-type]
        assert row["Structureel"].value == pytest.approx(number.value, abs=1e-6)


def test_what_was_searched_says_when_it_no_longer_holds(make: Make) -> None:
    of = make("default")
    cells = [row["Geldt nog"] for sheet in ("Bereik", "Lezingen") for row in of.book.rows(sheet)]
    assert cells and all(cell.formula.startswith('IF(aangepast=0,"ja","nee') for cell in cells)


def test_the_guide_keeps_structural_and_one_off_apart(make: Make) -> None:
    of = make("default")
    found = {words(row, "Onderwerp")[0]: row for row in of.book.rows("Leeswijzer")}
    answers = of.answers
    assert words(found["Gepubliceerd"], "Uitleg") == (evidence.heading(answers),)
    a, b = answers.comparison.a, answers.comparison.b
    row = found["B − A: Akkoord 2020 tegenover Route 2017, structureel"]
    assert row["Waarde"].value == pytest.approx(answers.structural(b, a, ALL).value, abs=1e-6)
    assert "Bereik: van −€" in words(row, "Uitleg")[0]
    assert found["A − nulalternatief: Route 2017 tegenover Ongewijzigd, eenmalig"]["Waarde"].value == "PM"
    single = found["B − A: Akkoord 2020 tegenover Route 2017, eenmalig"]
    assert (
        single["Waarde"].value == pytest.approx(-7_700_000) and "PM: onbekend, niet nul" in words(single, "Uitleg")[0]
    )
    for name in (A, B):
        scenario = answers.release.scenarios[name]
        told = next(words(row, "Uitleg")[0] for row in found.values() if scenario.published in words(row, "Uitleg")[0])
        assert f"Noemt {scenario.names}; laat {scenario.leaves_open} open." in told


def test_pm_says_who_finds_it_out_and_why_it_stands_with_a_route(make: Make) -> None:
    of = make("default")
    release, found = of.answers.release, {words(row, "Post of onderwerp")[0]: row for row in of.book.rows("PM")}
    heads = {A: "Waarop, route A: Route 2017", B: "Waarop, route B: Akkoord 2020"}
    for name, head in heads.items():
        for item in release.pm.values():
            row = found.get(item.label)
            proof = release.scenarios[name].pm.get(item.id)
            assert row is not None
            assert words(row, "Wie zoekt het uit", "Wanneer bekend") == (item.owner, item.when)
            assert words(row, head)[0] == (f"{proof.explanation} Bron: {proof.source}." if proof else "")


def test_a_value_of_one_gemeente_is_an_input_of_its_own(make: Make) -> None:
    of = make("own policy")
    for name, value in of.answers.comparison.values.items():
        if "@" in name:
            cell = of.book.named(name.replace("@", "_"))
            assert cell.value == value and not cell.formula
    rows = [row for row in of.book.rows("Routes") if "efficiency_eindwaarde" in words(row, "Gegeven")[0]]
    assert len(rows) == 2 and any(words(row, "Gegeven")[0].startswith("Hellendoorn: ") for row in rows)


def test_every_row_of_numbers_has_unit_and_status(make: Make) -> None:
    statuses = {"realisatie", "begroting", "bericht", "raming", "aanname"}
    for sheet in (name for name in make("changed").book.files if name.startswith((*COMPUTED, "Cijfers", "Aannames"))):
        for row in make("changed").book.rows(sheet):
            assert words(row, "Status")[0] in statuses and words(row, "Eenheid")[0], (sheet, row)


def test_small_numbers_are_merged_before_they_come_in(make: Make) -> None:
    of = make("small")
    people = numbers(of, "Cijfers", "Wsw-personen", "Gemeente", "Werkvorm")
    small = [row for (_, form), row in people.items() if form == "Begeleid werken"]
    assert len(small) == 6
    assert {str(row["Waarde"].value) for row in small} == {"samengevoegd"}
    assert all("meegeteld bij" in words(row, "Opmerking")[0] for row in small)
    counts = [float(row["Waarde"].value) for row in people.values() if isinstance(row["Waarde"].value, float)]
    assert min(counts) >= 10 and sum(counts) == of.answers.release.figures.persons.sum()
    for sheet in (name for name in of.book.files if name.startswith("Projectie")):
        for row in numbers(of, sheet, "Wsw-personen", "Gemeente", "Werkvorm").values():
            assert words(row, "Werkvorm") != ("Begeleid werken",) or row["2020"].value == "samengevoegd"


def test_pm_is_said_and_counted(make: Make) -> None:
    of = make("strange")
    amounts = numbers(of, "Cijfers", "Kosten en opbrengsten", "Gemeente", "Werkvorm", "Kostensoort of sleutel")
    found = [row for row in amounts.values() if row["Waarde"].value == "PM"]
    assert len(found) == int(of.answers.release.figures.pm.sum()) == 7
    counted = next(row for row in of.book.rows("PM") if words(row, "Post of onderwerp") == ("Aantal, niet meegeteld",))
    scenario = of.answers.comparison.b.scenario
    assert counted["Route B: Vijfde"].value == len(scenario.pm) + 7


def test_a_sum_says_what_it_leaves_out_and_is_no_zero_without_any_amount(make: Make) -> None:
    of = make("small")
    answers, comparison = of.answers, of.answers.comparison
    for row in of.book.rows("Uitkomst"):
        block, who, where = words(row, "Onderdeel", "Route of verschil", "Gemeente")
        if (block, where) == ("Verschil in saldo", "zes gemeenten") and who.startswith("B − A"):
            assert row["PM niet meegeteld"].value == left_out(answers, comparison.a, comparison.b) > 24
    kinds = numbers(of, "Projectie B", "Kostensoort na verdeling", "Kostensoort of maatregel", "Gemeente")
    for (kind, _), row in kinds.items():
        assert (row["2024"].value == "PM") is (kind == "Materieel en vervoer")


def test_text_cannot_become_a_formula_a_link_or_markup(make: Make) -> None:
    found = make("strange").book
    assert not [cell for _, _, cell in found.formulas() if "HYPERLINK" in cell.formula or "Almelo" in cell.formula]
    texts = [cell.value for cells in found.sheets.values() for cell in cells.values() if not cell.formula]
    assert not [text for text in texts if isinstance(text, str) and text.startswith(("=", "+", "@", "-"))]
    assert any(isinstance(text, str) and text.endswith(NASTY) for text in texts)
    assert not [part for name, part in found.parts.items() if "hyperlink" in part.lower() and name.endswith(".rels")]


def test_it_prints_with_source_date_link_and_pages(make: Make) -> None:
    of = make("changed")
    hash_ = of.answers.release.info.hash
    for sheet, file in of.book.files.items():
        xml = of.book.parts[file]
        assert 'orientation="landscape"' in xml and 'fitToHeight="0"' in xml and "<pane " in xml, sheet
        for told in ("Release 1", hash_[:12], "22 november 2026", "a=1&amp;&amp;b=2", "&amp;P van &amp;N"):
            assert told in xml, (sheet, told)
    titles = re.findall(r'name="_xlnm.Print_Titles"[^>]*>([^<]*)<', of.book.parts["xl/workbook.xml"])
    assert len(titles) == len(of.book.files)
    told = [cell.value for cell in of.book.sheets["Leeswijzer"].values()]
    assert IMPRINT.link in told and hash_ in told
    long = Subject(of.answers, replace(IMPRINT, link="https://x.nl/?" + "a" * 300))
    assert len(footer(long)) <= 255 and "Leeswijzer" in footer(long)


def test_the_same_answers_give_the_same_bytes(make: Make) -> None:
    of = make("changed")
    assert make_workbook(of.answers, IMPRINT) == of.body


def test_a_missing_number_stops_the_document_in_dutch(release: Release) -> None:
    costs = release.figures.costs.copy()
    costs[1, 2, 3] = np.nan
    broken = replace(release, figures=replace(release.figures, costs=costs))
    view = default_view(broken)
    with pytest.raises(CannotExport, match="ontbreekt een getal"):
        make_workbook(Answers(broken, view, compare_view(broken, view)), IMPRINT)


def test_inhabitants_that_are_not_given_are_said(make: Make) -> None:
    of = make("strange")
    given = numbers(of, "Cijfers", "Inwoners", "Gemeente")
    assert given["Hellendoorn",]["Waarde"].value == "geen opgave"
    told = numbers(of, "Uitkomst", "Verschil per inwoner", "Gemeente")
    assert told["Hellendoorn",]["Samen t/m 2030"].value == "onbekend" == told["zes gemeenten",]["Samen t/m 2030"].value
    assert isinstance(told["Wierden",]["Samen t/m 2030"].value, float)


@pytest.mark.parametrize("name", ["a1", "xfd10", "r1c1", "r", "c", "true", "2_deel", "ab12"])
def test_a_name_that_a_spreadsheet_takes_for_an_address_is_another(name: str) -> None:
    defined: list[tuple[str, str]] = []
    names = Names(lambda *words: defined.append(words))
    assert names.add(name, "Blad!$A$1") == f"aanname_{name}"
    assert names.add("loonindex", "Blad!$A$2") == "loonindex"
    assert names.add("loonindex", "Blad!$A$3") == "loonindex_"
    assert defined[-1] == ("loonindex_", "=Blad!$A$3")

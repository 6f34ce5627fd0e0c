"""The first page in a real browser: its numbers, swapping, the address, and the words when something is wrong."""

import csv
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.text import MINUS, parse_number, thousands
from tests.browser.conftest import Window
from tests.browser.looking import settled, unfolded

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
TABLE = re.compile("Rekenvoorbeeld per gemeente tegenover ongewijzigd")
EXTREMES = re.compile("Vier uitersten, geen kansen")
SCREEN = (1280, 720)
#: The smallest letter on a page, in pixels.
LETTER = 12
#: Of every text in sight its size, and where it ends below; decoration and what a screen reader alone reads are none.
LETTERS = """() => {
  const sizes = [], main = document.querySelector('[data-testid=stMain]');
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, own = text.parentElement;
    if (!text.textContent.trim() || own.closest('.rw-hidden, style, script, [data-testid=stTooltipIcon]')) continue;
    const box = own.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    sizes.push([parseFloat(getComputedStyle(own).fontSize), text.textContent.trim().slice(0, 40)]);
  }
  return sizes;
}"""


def opened(page: Page, app_address: str) -> Page:
    """The page at an address, when it has drawn everything."""
    page.goto(app_address)
    return settled(page)


def pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(f"{label}$")).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_timeout(800)
    settled(page)


def strip(page: Page) -> dict[str, list[str]]:
    """The rekenvoorbeeld of the gemeenten and the total as printed: row → of each route the number, its range and what is
    one-off."""
    rows = page.get_by_role("table", name=TABLE).locator("tbody tr")
    result = {}
    for row in rows.all():
        cells = [re.sub(r"\s+", " ", cell.inner_text()).strip() for cell in row.locator("td").all()]
        result[row.locator("th").inner_text().strip()] = cells
    return result


def value(printed: str) -> int:
    """A printed number × € 1.000 with its sign, V and N apart."""
    number = parse_number(printed.removesuffix(" V").removesuffix(" N").removeprefix("+"), "nl")
    return int(number)  # type: ignore[arg-type]


def heading(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("h1").inner_text())


@pytest.mark.first_look
def test_the_first_screen_holds_evidence_before_outcome(window: Window, app_address: str) -> None:
    """What each side published, the tekort per year, ranges, readings, gemeenten and people: whole, in letters to read."""
    page = opened(window(*SCREEN), app_address)
    blocks = page.locator(".st-key-eerste_blik")
    expect(blocks).to_be_visible()
    parts = (
        page.locator("h1"),
        page.get_by_role("table", name=re.compile("^Tegenover ongewijzigd")),
        page.get_by_role("table", name=EXTREMES).first,
        page.get_by_role("table", name=re.compile("^Per gemeente tegenover ongewijzigd")),
        page.get_by_role("table", name=re.compile("^Wie het werk doet vanaf")).first,
        blocks.locator(".js-plotly-plot"),
    )
    for part in parts:
        box = part.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= SCREEN[1], part
        assert box["x"] + box["width"] <= SCREEN[0]
    assert page.evaluate(LETTERS) and min(size for size, _ in page.evaluate(LETTERS)) >= LETTER


def test_a_chart_says_what_it_shows_and_has_a_table(page: Page, app_address: str) -> None:
    opened(page, app_address)
    words = page.get_by_test_id("stPlotlyChart").first.get_attribute("aria-label") or ""
    assert "Ongewijzigd van 6,1 in 2020" in words and "Akkoord 2020 van 6,1 in 2020" in words
    assert "Gepubliceerd: 6,1 in 2020; Route 2017, gepubliceerd: 5,1 in 2021 en 4,4 in 2022" in words
    unfolded(page, "Dezelfde cijfers als tabel")
    table = page.get_by_role("table", name=re.compile("^Tekort per jaar, zonder eenmalig"))
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() == 11


def test_what_is_printed_is_the_exact_outcome_rounded_once(page: Page, app_address: str, release: Release) -> None:
    printed = strip(opened(page, app_address))
    found = compare_view(release, default_view(release))
    columns = [found.against_zero(run) - found.one_off(run) for run in (found.a, found.b)]
    names = [gemeente.naam for gemeente in release.figures.gemeenten]
    assert list(printed) == [*names, "Zes gemeenten"]
    for place, column in zip((0, 3), columns, strict=True):
        exact = found.cumulative(column)
        for g, name in enumerate(names):
            assert value(printed[name][place]) == value(thousands(float(exact[g])))
        assert value(printed["Zes gemeenten"][place]) == value(thousands(float(exact.sum())))
    assert {row[2] for row in printed.values()} == {"PM"}


def test_every_difference_carries_its_letter(page: Page, app_address: str) -> None:
    for name, numbers in strip(opened(page, app_address)).items():
        for number in re.findall(r"[^ ]+ [VN]\b", " ".join(numbers)):
            assert (number[0], number[-1]) in {("+", "V"), (MINUS, "N")}, (name, number)
        assert all(number[-1] in "VN" for number in (numbers[0], numbers[3], numbers[5]))


@pytest.mark.heavy
def test_swapping_the_routes_swaps_the_numbers_and_keeps_every_form(page: Page, app_address: str) -> None:
    before, sentence = strip(opened(page, app_address)), heading(page)
    extremes = sorted(page.get_by_role("table", name=EXTREMES).first.locator("td").all_inner_texts())
    pick(page, "Route A", "Akkoord 2020")
    pick(page, "Route B", "Maatschappelijke onderneming 2017")
    after, swapped = strip(page), heading(page)
    for name, numbers in before.items():
        assert after[name] == [*numbers[3:], *numbers[:3]]
    first, second = sentence.removesuffix(".").split("; ")
    assert swapped.lower() == f"{second}; {first}.".lower()
    assert sorted(page.get_by_role("table", name=EXTREMES).first.locator("td").all_inner_texts()) == extremes


def test_the_same_route_twice_is_said_in_words(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/?a=Akkoord+2020&b=Akkoord+2020")
    assert heading(page).startswith("Twee keer dezelfde route: geen verschil.")
    assert page.get_by_role("table", name=EXTREMES).count() == 0


@pytest.mark.heavy
def test_reload_back_and_a_full_link_do_what_a_person_expects(page: Page, app_address: str, window: Window) -> None:
    opened(page, app_address)
    pick(page, "Route B", "Uitvoering vanaf 2021")
    pick(page, "Jaren", "2021–2030")
    chosen, sentence = strip(page), heading(page)
    page.reload()
    assert strip(settled(page)) == chosen
    page.get_by_role("link", name="Kosten").click()
    page.wait_for_url("**/kosten*")
    settled(page)
    page.go_back()
    page.wait_for_timeout(800)
    assert heading(settled(page)) == sentence
    unfolded(page, "Deel deze weergave")
    link = page.locator("[data-testid=stSidebar] code").inner_text().strip()
    query = parse_qs(urlsplit(link).query)
    assert {"a", "b", "jaren", "release", "gemeente", "bedragen", "sleutel", "mensen"} <= set(query)
    other = window(1440, 900, locale="nl-NL")
    assert strip(opened(other, link)) == chosen
    assert heading(other) == sentence


def test_what_a_link_cannot_mean_is_said_and_replaced(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/?a=Akoord+2020&jaren=2099&gemeente=%3Cscript%3E")
    warning = page.get_by_role("alert").inner_text()
    assert "“Akoord 2020” bestaat hier niet; bedoelde u “Akkoord 2020”?" in warning
    assert "“2099”" in warning and "<script>" in warning
    assert heading(page).startswith("De route van 2017 noemt")


@pytest.mark.first_look
def test_a_number_explains_itself_by_keyboard(page: Page, app_address: str) -> None:
    opened(page, app_address)
    number = page.get_by_role("table", name=TABLE).locator("tbody tr").first.locator("summary").nth(3)
    number.focus()
    page.keyboard.press("Enter")
    note = page.locator("details.rw-why[open] .rw-note")
    expect(note).to_contain_text("Release 1")
    words = note.inner_text()
    for part in (
        "Almelo",
        "Akkoord 2020",
        "Verschil in saldo zonder wat eenmalig is",
        "= €",
        "Status:",
        "bepalend is",
        "Bron:",
        "Release 1",
    ):
        assert part in words.replace("\xa0", " "), part
    page.keyboard.press("Enter")
    expect(note).to_be_hidden()


def test_the_same_number_on_overzicht_kosten_and_in_the_export(
    page: Page, app_address: str, database: Path, tmp_path: Path
) -> None:
    total = strip(opened(page, app_address))["Zes gemeenten"][0]
    assert total.endswith(" V")
    target = tmp_path / "export"
    command = [
        sys.executable,
        "-m",
        "lib",
        "export",
        "--database",
        str(database),
        "--format",
        "csv",
        "--out",
        str(target),
    ]
    routes = ["--a", "maatschappelijke_onderneming_2017", "--b", "akkoord_2020"]
    done = subprocess.run([*command, *routes], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sums: dict[str, float] = defaultdict(float)
    with (target / "costs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if 2021 <= int(row["jaar"]) <= 2024:
                sums[row["scenario"]] += float(row["saldo_eur"])
    # Of the 2017 line no one-off has an amount: its structural difference is all that is exported.
    gap = sums["maatschappelijke_onderneming_2017"] - sums["ongewijzigd"]
    assert f"+{thousands(gap)} V" == total
    page.get_by_role("link", name="Kosten").click()
    page.wait_for_url("**/kosten*")
    settled(page)
    shown = [re.sub(r"\s+", " ", text) for text in page.locator("table summary").all_inner_texts()]
    assert total in shown


def test_a_phone_sees_the_message_without_scrolling_sideways(window: Window, app_address: str) -> None:
    page = opened(window(390, 844, has_touch=True), app_address)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.locator("h1").bounding_box()["y"] < 400  # type: ignore[index]
    chart = page.locator(".st-key-eerste_blik .js-plotly-plot").bounding_box()
    assert chart and chart["y"] + chart["height"] <= 844


@pytest.mark.heavy
def test_bars_of_one_column_stand_on_one_scale(page: Page, app_address: str) -> None:
    opened(page, app_address)
    bars = page.get_by_role("table", name=TABLE).locator(".rw-bar")
    places = [(box["x"], box["width"]) for bar in bars.all() if (box := bar.bounding_box())]
    assert len(places) == 12
    for column in (places[::2], places[1::2]):
        assert max(x for x, _ in column) - min(x for x, _ in column) < 0.5
        assert max(w for _, w in column) - min(w for _, w in column) < 0.5


@pytest.mark.heavy
def test_an_explanation_at_the_foot_of_the_screen_closes_by_touch(page: Page, app_address: str) -> None:
    opened(page, app_address)
    number = page.get_by_role("table", name=TABLE).locator("summary").last
    number.click()
    note = page.locator("details.rw-why[open] .rw-note")
    expect(note).to_be_visible()
    page.mouse.click(1280 - 60, 720 - 30)
    expect(note).to_be_hidden()


def test_one_gemeente_is_what_the_whole_page_is_about(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/?gemeente=Wierden")
    said = re.sub(r"\s+", " ", page.locator(".rw-verdict").first.inner_text())
    assert "Welke route voor Wierden minder kost" in said
    for title in ("Tekort per jaar", "Tegenover ongewijzigd", "Vier uitersten", "Mensen", "Rekenvoorbeeld"):
        expect(page.get_by_role("heading", name=re.compile(f"{title}.*Wierden")).first).to_be_visible()
    for title in ("Waar komt het vandaan?", "Waarop het verschil rust"):
        expect(page.get_by_role("heading", name=re.compile(re.escape(title) + ".*Wierden")).first).to_be_visible()

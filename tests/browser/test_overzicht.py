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
from lib.text import MINUS, million_words, parse_number, thousands
from tests.browser.conftest import Window
from tests.browser.looking import settled, unfolded

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
STRIP = re.compile("Saldo .* opgeteld, × € 1.000")


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
    """The six outcomes and the total as they are printed: row → numbers."""
    rows = page.get_by_role("table", name=STRIP).locator("tbody tr")
    result = {}
    for row in rows.all():
        numbers = [cell.inner_text().strip() for cell in row.locator("td summary").all()]
        result[row.locator("th").inner_text().strip()] = [re.sub(r"\s+", " ", number) for number in numbers]
    return result


def value(printed: str) -> int:
    """A printed number × € 1.000 with its sign, V and N apart."""
    number = parse_number(printed.removesuffix(" V").removesuffix(" N").removeprefix("+"), "nl")
    return int(number)  # type: ignore[arg-type]


def heading(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("h1").inner_text())


def test_what_is_printed_is_the_exact_outcome_rounded_once(page: Page, app_address: str, release: Release) -> None:
    printed = strip(opened(page, app_address))
    found = compare_view(release, default_view(release))
    columns = [found.zero.saldo, found.against_zero(found.a), found.against_zero(found.b), found.difference]
    names = [gemeente.naam for gemeente in release.figures.gemeenten]
    assert list(printed) == [*names, "Zes gemeenten"]
    for i, column in enumerate(columns):
        exact = found.cumulative(column)
        for g, name in enumerate(names):
            assert value(printed[name][i]) == value(thousands(float(exact[g])))
        assert value(printed["Zes gemeenten"][i]) == value(thousands(float(exact.sum())))
        rounded = sum(value(printed[name][i]) for name in names)
        if rounded != value(printed["Zes gemeenten"][i]):
            expect(page.get_by_text("Verschil door afronding.").first).to_be_visible()


def test_every_difference_carries_its_letter(page: Page, app_address: str) -> None:
    for name, numbers in strip(opened(page, app_address)).items():
        for number in numbers[1:]:
            sign, letter = number[0], number[-1]
            assert (sign, letter) in {("+", "V"), (MINUS, "N")}, (name, number)


@pytest.mark.heavy
def test_swapping_the_routes_turns_every_sign_and_keeps_every_form(page: Page, app_address: str) -> None:
    before, sentence = strip(opened(page, app_address)), heading(page)
    cards = page.locator(".rw-corner summary").all_inner_texts()
    pick(page, "Route A", "Akkoord 2020")
    pick(page, "Route B", "Maatschappelijke onderneming 2017")
    after, swapped = strip(page), heading(page)
    for name, (zero, a, b, between) in before.items():
        assert after[name][:3] == [zero, b, a]
        assert value(after[name][3]) == -value(between)
    turned = page.locator(".rw-corner summary").all_inner_texts()
    assert sorted(-float(_plain(text)) for text in cards) == sorted(float(_plain(text)) for text in turned)
    first, second = "de route van 2017 € 7,1 miljoen voordeliger", "het akkoord van 2020 € 8,1 miljoen nadeliger"
    assert first in sentence and second in sentence
    assert (
        sentence.replace(first, "#").replace(second, first).replace("#", second).split(";")[0] == swapped.split(";")[0]
    )
    amounts = re.findall(r"−?€ [\d,]+", sentence.split(";")[1])
    assert re.findall(r"−?€ [\d,]+", swapped.split(";")[1]) == amounts[::-1]


def _plain(text: str) -> str:
    return text.strip("+VN \xa0").replace(MINUS, "-").replace(",", ".").replace("\xa0", "")


def test_the_same_route_twice_is_said_in_words(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/?a=Akkoord+2020&b=Akkoord+2020")
    assert heading(page).startswith("Twee keer dezelfde route: geen verschil.")
    assert {numbers[3] for numbers in strip(page).values()} == {"0"}


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
    assert {"a", "b", "jaren", "release", "gemeente", "bedragen", "sleutel"} <= set(query)
    other = window(1440, 900, locale="nl-NL")
    assert strip(opened(other, link)) == chosen
    assert heading(other) == sentence


def test_what_a_link_cannot_mean_is_said_and_replaced(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/?a=Akoord+2020&jaren=2099&gemeente=%3Cscript%3E")
    warning = page.get_by_role("alert").inner_text()
    assert "“Akoord 2020” bestaat hier niet; bedoelde u “Akkoord 2020”?" in warning
    assert "“2099”" in warning and "<script>" in warning
    assert heading(page).startswith("In 2021–2024 is")


def test_a_number_explains_itself_by_keyboard(page: Page, app_address: str) -> None:
    opened(page, app_address)
    number = page.get_by_role("table", name=STRIP).locator("tbody tr").first.locator("summary").nth(2)
    number.focus()
    page.keyboard.press("Enter")
    note = page.locator("details.rw-why[open] .rw-note")
    expect(note).to_be_visible()
    words = note.inner_text()
    for part in (
        "Almelo",
        "Akkoord 2020",
        "Verschil in saldo",
        "= −€",
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
    assert thousands(sums["ongewijzigd"]) == total
    page.get_by_role("link", name="Kosten").click()
    page.wait_for_url("**/kosten*")
    settled(page)
    shown = [re.sub(r"\s+", " ", text) for text in page.locator("table summary").all_inner_texts()]
    assert total in shown


def test_a_phone_sees_the_message_without_scrolling_sideways(window: Window, app_address: str) -> None:
    page = opened(window(390, 844, has_touch=True), app_address)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.locator("h1").bounding_box()["y"] < 400  # type: ignore[index]


@pytest.mark.heavy
def test_bars_of_one_column_stand_on_one_scale(page: Page, app_address: str) -> None:
    opened(page, app_address)
    bars = page.get_by_role("table", name=STRIP).locator(".rw-bar")
    places = [(box["x"], box["width"]) for bar in bars.all() if (box := bar.bounding_box())]
    assert len(places) == 12
    for column in (places[::2], places[1::2]):
        assert max(x for x, _ in column) - min(x for x, _ in column) < 0.5
        assert max(w for _, w in column) - min(w for _, w in column) < 0.5


@pytest.mark.heavy
def test_an_explanation_at_the_foot_of_the_screen_closes_by_touch(page: Page, app_address: str) -> None:
    opened(page, app_address)
    number = page.get_by_role("table", name=STRIP).locator("summary").last
    number.click()
    note = page.locator("details.rw-why[open] .rw-note")
    expect(note).to_be_visible()
    page.mouse.click(1280 - 60, 720 - 30)
    expect(note).to_be_hidden()


def test_one_gemeente_is_what_the_whole_page_is_about(page: Page, app_address: str, release: Release) -> None:
    opened(page, f"{app_address}/?gemeente=Wierden")
    found = compare_view(release, default_view(release))
    alone = float(found.cumulative(found.against_zero(found.b))[-1])
    assert "voor Wierden" in heading(page)
    assert million_words(abs(alone), 2).replace("\xa0", " ") in heading(page)
    for title in ("Waar komt het vandaan?", "Tekort per jaar", "Wat moet waar zijn voor gelijke kosten?"):
        expect(page.get_by_role("heading", name=re.compile(re.escape(title) + ".*Wierden")).first).to_be_visible()

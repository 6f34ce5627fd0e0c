"""What handed-in figures do to the release in use: blocks, years, gaps, sources, warnings, and what stays."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from lib.tables.check import model_of
from lib.tables.content import Content
from lib.tables.figures import settings_of
from lib.tables.rows import Unsound
from lib.tables.rules import INTAKE_SETTINGS
from lib.upload.draft import Unclear, UploadDraft, read_draft
from lib.upload.meaning import recognise
from lib.upload.meaning.context import Options
from lib.upload.meaning.unit_words import bare_heading
from lib.upload.meaning.vocabulary import column_of, headed_year, plain
from lib.upload.reading import files
from lib.upload.reading.files import Offered, read_file
from lib.upload.reading.sheets import LONGER, REMEMBERED
from tests.upload.bad_files import COSTS, KEYS, LONG, PEOPLE, book, hand_in, table, text

TODAY = date(2024, 1, 1)
TEXT = "Begroting 2020, bijlage 3"


def drafted(content: Content, *lines: str, name: str = "kosten.csv", **options: Any) -> UploadDraft:
    return hand_in(content, {name: text(*lines)}, **options)


def costs(content: Content, code: str = "GM0141", year: int = 2020) -> dict[tuple[str, str], Any]:
    rows = (row for row in content.tables["costs"] if (row["gemeente_code"], row["jaar"]) == (code, year))
    return {(row["werkvorm"], row["kostensoort"]): row["bedrag_eur"] for row in rows}


def block(content: Content, year: int, amount: str = "10,50") -> Iterator[str]:
    """Every cost of Almelo in a year."""
    return (f"Almelo;{year};{werkvorm};{kind};{amount};begroting;{TEXT}" for werkvorm, kind in costs(content))


def everything(content: Content, year: int) -> dict[str, bytes]:
    """All that a base year needs, as the release has it for 2020."""
    tables = content.tables
    return {
        "kosten.csv": text(COSTS, *(f"{r['gemeente_code']};{year};{r['werkvorm']};{r['kostensoort']};{r['bedrag_eur']};raming;x" for r in tables["costs"])),
        "aantallen.csv": text(LONG, *(f"{r['gemeente_code']};{year};{r['groep']};{r['werkvorm']};{r['personen']};raming;x" for r in tables["headcounts"])),
    }  # fmt: skip


def test_a_whole_block_and_the_rest_stays(shipped: Content) -> None:
    draft = drafted(shipped, COSTS, *block(shipped, 2020))
    assert set(map(str, costs(draft.content).values())) == {"10.50"}
    assert costs(draft.content, "GM0163") == costs(shipped, "GM0163")
    for name, rows in shipped.tables.items():
        assert name in ("costs", "sources") or draft.content.tables[name] == rows


def test_what_a_replaced_block_of_the_base_year_lacks_is_pm_when_accepted(shipped: Content) -> None:
    draft = drafted(shipped, COSTS, f"Almelo;2020;beschut;overhead;5;begroting;{TEXT}", replace=True)
    found = costs(draft.content)
    assert found.pop(("beschut", "overhead")) == 5
    assert set(found.values()) == {"PM"} and len(found) == 34
    told = [str(warning) for warning in draft.warnings]
    assert sum("ontbreekt" in line and "dat hij telt als PM" in line for line in told) == 5
    assert any("bij werkvorm beschut ontbreekt begeleiding, huisvesting" in line for line in told)


def test_what_a_replaced_block_of_persons_lacks_is_nobody_when_accepted(shipped: Content) -> None:
    line = f"Almelo;2020;wsw;groen;40;begroting;{TEXT}"
    draft = drafted(shipped, LONG, line, name="aantallen.csv", replace=True)
    rows = {r["werkvorm"]: r["personen"] for r in draft.content.tables["headcounts"] if r["gemeente_code"] == "GM0141"}
    assert rows.pop("groen") == 40
    assert set(rows.values()) == {0}
    assert any("telt als 0 personen" in str(warning) for warning in draft.warnings)


def test_a_later_year_stands_beside_and_is_not_filled(shipped: Content) -> None:
    draft = drafted(shipped, COSTS, f"Almelo;2022;beschut;overhead;5;realisatie;{TEXT}")
    assert (draft.beside, draft.base_year) == ((2022,), 2020)
    assert costs(draft.content, year=2022) == {("beschut", "overhead"): 5}
    assert costs(draft.content) == costs(shipped)
    assert any("(geen opgave)" in str(warning) for warning in draft.warnings)


def test_a_replaced_block_that_loses_rows_says_so(shipped: Content) -> None:
    before = drafted(shipped, COSTS, *block(shipped, 2021)).content
    assert drafted(before, COSTS, *block(shipped, 2021)).warnings == ()
    after = drafted(before, COSTS, *list(block(shipped, 2021))[1:], replace=True)
    assert len(costs(after.content, year=2021)) == 34
    assert any("Almelo, 2021: bij werkvorm" in str(warning) for warning in after.warnings)


def test_the_base_year_moves_when_it_is_complete(shipped: Content) -> None:
    files = everything(shipped, 2021)
    draft = hand_in(shipped, files, base_year=2021)
    assert (draft.base_year, settings_of(draft.content)["basisjaar"], draft.beside) == (2021, "2021", ())
    assert any("basisjaar" in one.place and "2020 wordt 2021" in one.read for one in draft.warnings)
    _, scenarios = model_of(draft.content)
    assert set(scenarios) == {name.removesuffix(".toml") for name in shipped.files} - {"parameters"}


@pytest.mark.parametrize("lacking", ["kosten.csv", "aantallen.csv"])
def test_the_base_year_stays_when_it_is_not(shipped: Content, lacking: str) -> None:
    files = everything(shipped, 2021)
    head, *rows = files[lacking].splitlines()
    files[lacking] = b"\n".join([head, *(row for row in rows if not row.startswith(b"GM1700"))])
    with pytest.raises(Unsound) as refused:
        hand_in(shipped, files, base_year=2021)
    assert {problem.what for problem in refused.value.problems} == {"ontbreekt in het basisjaar"}
    assert all("GM1700, 2021" in problem.place for problem in refused.value.problems)


def test_a_text_becomes_a_source_of_the_publisher(shipped: Content) -> None:
    draft = drafted(shipped, COSTS, *block(shipped, 2020))
    (new,) = [row for row in draft.content.tables["sources"] if row not in shipped.tables["sources"]]
    assert (new["titel"], new["uitgever"], new["licentie"]) == (TEXT, "Control", "aangeleverd")
    again = drafted(draft.content, COSTS, *block(shipped, 2020))
    assert again.content.hash == draft.content.hash


def test_a_known_source_is_that_source(shipped: Content) -> None:
    draft = drafted(shipped, COSTS, "Almelo;2022;beschut;overhead;5;realisatie;cbs_iv3")
    assert draft.content.tables["sources"] == shipped.tables["sources"]
    doubted = drafted(shipped, COSTS, "Almelo;2022;beschut;overhead;5;realisatie;cbs_iv33")
    assert any("bedoelde u “cbs_iv3”" in str(warning) for warning in doubted.warnings)


def test_status_and_source_for_all(shipped: Content) -> None:
    lines = (COSTS.replace(";status;bron", ""), "Almelo;2022;beschut;overhead;5")
    draft = drafted(shipped, *lines, status="begroting", source=TEXT)
    (row,) = [row for row in draft.content.tables["costs"] if row["jaar"] == 2022]
    assert (row["status"], row["kennisdatum"]) == ("begroting", TODAY)


@pytest.mark.parametrize(("numbers", "amount"), [("nl", 1500), ("en", 1.5)])
def test_the_notation_that_is_chosen_decides(shipped: Content, numbers: str, amount: float) -> None:
    lines = (COSTS, f"Almelo;2022;beschut;overhead;1.500;realisatie;{TEXT}")
    with pytest.raises(Unclear) as asked:
        drafted(shipped, *lines)
    assert "1500 of 1,5" in str(asked.value)
    draft = drafted(shipped, *lines, numbers=numbers)
    assert float(costs(draft.content, year=2022)["beschut", "overhead"]) == amount


def test_every_place_that_is_unclear_is_asked_about(shipped: Content) -> None:
    rows = [
        f"Almelo;2022;beschut;{kind};{figure};begroting;x"
        for kind, figure in (("overhead", "1.500"), ("materieel", "2.750"))
    ]
    with pytest.raises(Unclear) as asked:
        drafted(shipped, COSTS, *rows)
    assert [problem.place for problem in asked.value.problems] == [f"regel {i}, kolom bedrag_eur" for i in (2, 3)]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [(1000, "1251", "25 % meer"), (1000, "749", "25 % minder"), (1000, "1250", None), (1000, "PM", "wordt PM"), (0, "1", "0 was"), (1000, "1000", None)],
)  # fmt: skip
def test_large_changes_are_warned_of_with_both_numbers(shipped: Content, old: int, new: str, what: str | None) -> None:
    before = drafted(shipped, COSTS, *block(shipped, 2020, str(old))).content
    changed = [
        line.replace(f";{old};", f";{new};") if "groen;overhead" in line else line
        for line in block(shipped, 2020, str(old))
    ]
    told = [
        str(w) for w in drafted(before, COSTS, *changed).warnings if "release in gebruik" in str(w) or "wordt" in str(w)
    ]
    assert (len(told) == 1 and what in told[0] and "wordt" in told[0]) if what else not told


def test_a_saldo_that_changes_sign_and_staff_beside_persons(shipped: Content) -> None:
    before = drafted(shipped, COSTS, *block(shipped, 2020, "1000")).content
    turned = [
        line.replace(";1000;", ";1240;")
        if "opbrengsten" in line or "rijksbijdrage" in line
        else line.replace(";1000;", ";10;")
        for line in block(shipped, 2020, "1000")
    ]
    assert any("wisselt van teken" in str(warning) for warning in drafted(before, COSTS, *turned).warnings)
    rows = [f"Almelo;2020;wsw;groen;4;begroting;{TEXT}", f"Almelo;2020;staf;kader;5;begroting;{TEXT}"]
    told = drafted(shipped, LONG, *rows, name="aantallen.csv", replace=True).warnings
    assert any("meer staf dan Wsw-personen" in str(warning) for warning in told)


def test_totals_with_pm_leave_it_out(shipped: Content) -> None:
    rows = (f"Almelo;2022;groen;overhead;PM;begroting;{TEXT}", f"Almelo;2022;groen;materieel;7,25;begroting;{TEXT}")
    draft = drafted(shipped, COSTS, *rows, "Totaal;;;;7,25;;")
    assert costs(draft.content, year=2022)["groen", "overhead"] == "PM"
    assert draft.parts[0].totals == 1
    assert drafted(shipped, COSTS, *rows, "Totaal;;;;PM;;").parts[0].totals == 0


def test_a_row_that_says_total_in_another_column_is_no_total(shipped: Content) -> None:
    draft = drafted(shipped, f"{COSTS};omschrijving", f"Almelo;2022;groen;overhead;5;begroting;{TEXT};Totaal overhead")
    assert costs(draft.content, year=2022) == {("groen", "overhead"): 5}


def test_hidden_decimals_are_rounded_to_cents_and_told(shipped: Content) -> None:
    draft = drafted(shipped, COSTS, f"Almelo;2022;groen;overhead;12,3450;begroting;{TEXT}")
    assert str(costs(draft.content, year=2022)["groen", "overhead"]) == "12.35"
    assert any("meer dan twee decimalen" in str(warning) for warning in draft.warnings)


def test_a_new_region_brings_gemeenten_keys_and_inhabitants(shipped: Content) -> None:
    keys = [row["sleutel"] for row in shipped.tables["keys"]]
    figures = everything(shipped, 2020)
    files = {
        "gemeenten.csv": text("gemeente_code;gemeente", "GM0001;Nieuwstad"),
        "sleutels.csv": text(KEYS, *(f"{key};Nieuwstad;0;begroting;x" for key in keys)),
        "inwoners.csv": text(PEOPLE, "Nieuwstad;2020;12000;begroting;x"),
        **{name: raw.replace(b"GM0141", b"Nieuwstad") for name, raw in figures.items()},
    }
    files = {
        name: b"\r\n".join(line for line in raw.splitlines() if not line.startswith(b"GM0") or name == "gemeenten.csv")
        for name, raw in files.items()
    }
    files = {
        name: b"\r\n".join(line for line in raw.splitlines() if not line.startswith(b"GM1"))
        for name, raw in files.items()
    }
    draft = hand_in(shipped, files)
    assert {row["gemeente_code"] for row in draft.content.tables["costs"]} >= {"GM0001", "GM0141"}
    assert len(draft.content.tables["gemeenten"]) == 7


def test_a_release_without_limits_takes_the_shipped_ones(shipped: Content) -> None:
    rows = tuple(row for row in shipped.tables["settings"] if row["naam"] not in INTAKE_SETTINGS)
    old = Content({**shipped.tables, "settings": rows}, shipped.files)
    draft = drafted(old, COSTS, *block(shipped, 2020))
    assert draft.content.tables["settings"] == shipped.tables["settings"]
    same = everything(shipped, 2020)["aantallen.csv"].replace(b";x\r\n", b";routewijzer_afleiding\r\n")
    unchanged = hand_in(old, {"a.csv": same[: same.rindex(b";")] + b";routewijzer_afleiding"})
    assert unchanged.content.hash == old.hash


def test_limits_are_those_of_the_release(shipped: Content) -> None:
    rows = tuple(
        {**row, "waarde": "3"} if row["naam"] == "aanlevering_rijen" else row for row in shipped.tables["settings"]
    )
    small = Content({**shipped.tables, "settings": rows}, shipped.files)
    with pytest.raises(Unsound, match="hooguit 3"):
        drafted(small, COSTS, *block(shipped, 2020))


def test_what_was_read_is_told(shipped: Content) -> None:
    sheets = book(
        ("Toelichting", [["Deze opgave is van de afdeling"]]),
        ("Kosten", table(COSTS + ";extra", *(f"{line};x" for line in block(shipped, 2020)))),
    )
    draft = hand_in(shipped, {"opgave.xlsx": sheets})
    assert list(map(str, draft.unused)) == [
        "opgave.xlsx, blad Kosten: kolom extra (35 cellen)",
        "opgave.xlsx, blad Toelichting: geen cijfers gevonden (1 cel)",
    ]
    (part,) = draft.parts
    assert (list(part.layout.ignored.values()), part.how, part.style, len(part.places)) == (
        ["extra"],
        "Excel",
        "nl",
        35,
    )
    (file,) = draft.files
    assert (file.name, file.rows, file.size) == ("opgave.xlsx", 35, len(sheets))


def test_progress_goes_up_to_the_end(shipped: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TELL", 50)
    monkeypatch.setattr(recognise, "read_apart", read_file)
    told: list[float] = []
    lines = [
        f"Almelo;{year};{line}"
        for year in range(2020, 2030)
        for line in (one.split(";", 2)[2] for one in block(shipped, 2020))
    ]
    read_draft(
        [Offered("k.csv", text(COSTS, *lines))], shipped, Options("C", TODAY), lambda share, _: told.append(share)
    )
    assert told == sorted(told) and told[0] >= 0 and told[-1] <= 1 and len(set(told)) >= 12


@pytest.mark.parametrize("work", [plain, bare_heading, headed_year], ids=lambda work: work.__name__)
def test_of_a_long_heading_no_more_is_looked_at_than_that_it_is_long(work: Callable[[str], object]) -> None:
    """Sixty rows of the longest texts would hold everybody for a minute."""
    looked: list[int] = []

    class Watched(str):
        def __getitem__(self, place: object) -> str:  # type: ignore[override]
            cut = str.__getitem__(self, place)  # type: ignore[index]
            looked.append(len(cut))
            return cut

    long = "2020 " * 6_000
    assert work(Watched(long)) == work(long[:REMEMBERED] + LONGER) and looked == [REMEMBERED]
    assert column_of("bedrag_eur" + " " * 300 + "van iets anders", loosely=True) is None

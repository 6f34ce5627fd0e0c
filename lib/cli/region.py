"""A folder for another region: what was said of it is checked whole before anything is written."""

import re
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lib.cli import Refused, say
from lib.model.figures import ALL
from lib.store.locations import Database
from lib.tables.region_files import README, Gemeente, NewRegion, region_files, years_ahead
from lib.tables.rows import INVISIBLE
from lib.text import local, whole

#: A name longer than this stands nowhere on a screen.
LONGEST = 80
FEWEST, MOST = 2, 500
FIRST_YEAR, LAST_YEAR = 1998, 2090
CODE = re.compile(r"GM[0-9]{4}")
LIKE_CODE = re.compile(r"(?i)gm ?[0-9]+")
#: CBS gives no gemeente a code from here on: it is seen at once that one is provisional.
PROVISIONAL = 9001


def write_region(_: Database, arguments: Namespace) -> None:
    """A folder with data/, scenarios/ and its own explanation, that passes check at once. Raises Refused."""
    out: Path = arguments.out
    region = NewRegion(
        _name(arguments.name, "de regio"),
        read_gemeenten(arguments.gemeenten),
        _year(arguments.base_year),
        _start(arguments.base_year, arguments.start),
        local(datetime.now(UTC)).date(),
    )
    _refuse_place(out)
    files, checklist = region_files(region, str(out.absolute()))
    _write(files, out)
    say(
        f"Geschreven in {out}: {whole(len(files))} bestanden voor {region.name} met {whole(len(region.gemeenten))} gemeenten. "
        f"{checklist.sentence}; begin bij {out / README}."
    )
    provisional = [f"{gemeente.name} ({gemeente.code})" for gemeente in region.gemeenten if gemeente.provisional]
    if provisional:
        say(f"Voorlopige codes, want zonder code opgegeven: {', '.join(provisional)}.")
    say(f"Controleren: geef ROUTEWIJZER_HOME de waarde {out.absolute()} en draai python -m lib check.")


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused([f"--base-year: {year} kan niet; kies een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}."])
    return year


def _start(base_year: int, start: int | None) -> int:
    """From which year on the routes differ; by default the first after the base year."""
    first, last = base_year + 1, base_year + years_ahead()
    if start is not None and not first <= start <= last:
        raise Refused([f"--start: {start} kan niet; kies een jaar van {first} tot en met {last}."])
    return start or first


def _name(text: str, of: str) -> str:
    """A name without spaces around it."""
    name = " ".join(text.split())
    if not name or INVISIBLE.search(name) or len(name) > LONGEST:
        raise Refused([f"“{name[:LONGEST]}” kan geen naam van {of} zijn: geef 1 tot {LONGEST} zichtbare tekens."])
    return name


def read_gemeenten(text: str) -> tuple[Gemeente, ...]:
    """Names parted by commas, each with its code before it (GM0000 Name) or behind it (Name GM0000, Name=GM0000), or without one:
    that gets a provisional code. Raises Refused with everything that is wrong."""
    pairs = [_pair(part) for part in text.split(",") if part.strip()]
    wrong = [
        *_faults(pairs),
        *_twice("naam", [name for name, _ in pairs]),
        *_twice("code", [code for _, code in pairs]),
    ]
    if not wrong and not FEWEST <= len(pairs) <= MOST:
        wrong = [f"--gemeenten: gelezen zijn er {len(pairs)}; geef er {FEWEST} tot {MOST}, met een komma ertussen."]
    if wrong:
        raise Refused(wrong)
    own = {code for _, code in pairs}
    free = (code for number in range(PROVISIONAL, PROVISIONAL + 2 * MOST) if (code := f"GM{number:04}") not in own)
    return tuple(Gemeente(code or next(free), name, not code) for name, code in pairs)


def _pair(part: str) -> tuple[str, str]:
    """Name and code as they were typed, "" for what is not there."""
    first, sign, second = (piece.strip() for piece in part.partition("="))
    if sign:
        return (second, first) if LIKE_CODE.fullmatch(first) else (first, second)
    if match := LIKE_CODE.match(first):
        return first[match.end() :].strip(), match[0]
    words = first.split()
    for count in (1, 2):
        code = " ".join(words[-count:])
        if len(words) > count and LIKE_CODE.fullmatch(code):
            return " ".join(words[:-count]), code
    return first, ""


def _faults(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with each by itself."""
    wrong = []
    for name, code in pairs:
        if not name:
            wrong.append(f"--gemeenten: bij “{code}” staat geen naam; schrijf bijvoorbeeld “{code or 'GM0000'} Naam”.")
        elif not re.match(r"[^\W\d_]|['’‘]", name) or INVISIBLE.search(name) or len(name) > LONGEST:
            wrong.append(f"--gemeenten: “{name[:LONGEST]}” is geen naam van een gemeente; begin met een letter.")
        elif name.casefold() == ALL:
            wrong.append(f"--gemeenten: “{name}” betekent alle gemeenten samen; geef de gemeente haar eigen naam.")
        if code and not CODE.fullmatch(code):
            wrong.append(
                f"--gemeenten: “{code}” is geen code van een gemeente; schrijf GM en vier cijfers, of laat haar weg."
            )
    return wrong


def _twice(what: str, words: Sequence[str]) -> list[str]:
    folded = [word.casefold() for word in words if word]
    return [
        f"--gemeenten: {what} “{next(word for word in words if word.casefold() == name)}” staat er twee keer; houd er één."
        for name in dict.fromkeys(folded)
        if folded.count(name) > 1
    ]


def _refuse_place(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise Refused([f"{out} is een bestand; geef een nieuwe of lege map. Er is niets geschreven."])
    if out.is_dir() and any(out.iterdir()):
        raise Refused([f"{out} is niet leeg; geef een nieuwe of lege map. Er is niets geschreven."])


def _write(files: dict[str, bytes], out: Path) -> None:
    """All files or none: aside in the folder, and then in their place."""
    before = out.is_dir()
    try:
        out.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".regio-", dir=out))
        for name, body in files.items():
            path = aside / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
        for path in list(aside.iterdir()):
            path.replace(out / path.name)
        aside.rmdir()
    except OSError as error:
        _clear(out, keep=before)
        raise Refused([f"{out}: hier is niet te schrijven (fout {error.errno}). Er is niets geschreven."]) from error


def _clear(out: Path, keep: bool) -> None:
    """The folder empty, as it was; gone if it was not there."""
    for path in out.iterdir() if out.is_dir() else ():
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    if not keep and out.is_dir():
        out.rmdir()

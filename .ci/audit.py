"""Are the pinned packages sound? `python .ci/audit.py requirements.txt …` asks the package index that pip uses, and no
other server: known vulnerabilities, and versions that were withdrawn. Exit code 1 when something is wrong; what the
index does not tell is said, and is no reason to fail."""

import base64
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;#]+)", re.MULTILINE)
PATIENCE_SECONDS = 20
AT_ONCE = 4


@dataclass(frozen=True)
class Pin:
    """A package and the one version that is installed."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Silent(Exception):
    """The index does not know."""


class Unreachable(Silent):
    """The index does not answer."""


def index() -> str:
    """The address below which pip's index serves JSON: pip's setting, or what pip does without one. Raises Unreachable."""
    set_here = re.findall(r"(?:PIP_INDEX_URL=|index-url: )['\"]?([^\s'\"]+)", _pip("config", "debug"))
    usual = re.findall(r"Index \(default\s+(https?://[^\s)]+)\)", " ".join(_pip("install", "--help").split()))
    set_here = [each for each in set_here if each.startswith("http")]
    if not set_here and not usual:
        raise Unreachable("pip noemt geen index")
    return re.sub(r"/(\+simple|simple)$", "", (set_here or usual)[-1].rstrip("/")) + "/pypi"


def _pip(*words: str) -> str:
    return subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, text=True, check=False).stdout


def pins(files: Iterable[Path]) -> list[Pin]:
    """Every pinned package of these files, and of everything installed here that they bring along."""
    texts = [*(file.read_text("utf-8") for file in files), _pip("freeze")]
    found = {
        Pin(re.sub(r"[-_.]+", "-", name).lower(), version) for text in texts for name, version in PIN.findall(text)
    }
    return sorted(found, key=str)


def told(base: str, pin: Pin) -> dict[str, Any]:
    """What the index says of exactly this version. Raises Silent."""
    try:
        return _json(f"{base}/{pin.name}/{pin.version}/json")
    except Silent:
        found = _json(f"{base}/{pin.name}/json")
    files = found.get("releases", {}).get(pin.version)
    if files is None:
        raise Silent("deze versie staat er niet")
    same = found["info"]["version"] == pin.version
    return {"urls": files, "vulnerabilities": found.get("vulnerabilities") if same else None}


def _json(address: str) -> dict[str, Any]:
    """Raises Silent, or Unreachable when nobody answers at all."""
    parts = urlsplit(address)
    request = urllib.request.Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    if parts.username:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        request.add_header("Authorization", f"Basic {base64.b64encode(secret).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        raise Silent(f"de index antwoordt {error.code}") from error
    except ValueError as error:
        raise Silent("de index antwoordt geen JSON") from error
    except OSError as error:
        raise Unreachable("de index is niet bereikbaar") from error
    return found


def faults(pin: Pin, found: dict[str, Any]) -> list[str]:
    """What is wrong with a version, a line each."""
    files = found.get("urls") or []
    wrong = []
    if files and all(file.get("yanked") for file in files):
        wrong.append(f"{pin}: teruggetrokken ({files[0].get('yanked_reason') or 'zonder reden'})")
    for one in found.get("vulnerabilities") or []:
        if not one.get("withdrawn"):
            fixed = ", ".join(one.get("fixed_in") or []) or "nog nergens"
            wrong.append(f"{pin}: {one.get('id')} {' '.join(one.get('aliases') or [])}, verholpen in {fixed}")
    return wrong


def looked(base: str, pin: Pin) -> tuple[list[str], str]:
    """What is wrong with a package, and what of it could not be looked up."""
    try:
        found = told(base, pin)
    except Silent as error:
        return [], f"{pin}: {error}"
    lacks = found.get("vulnerabilities") is None
    return faults(pin, found), f"{pin}: de index zegt niets over kwetsbaarheden van deze versie" if lacks else ""


def audit(files: Iterable[Path]) -> int:
    """Print what was found; 1 when something is wrong."""
    asked = pins(files)
    base = ""
    try:
        base = index()
        told(base, asked[0])
    except Unreachable as error:
        print(f"Niet nagegaan of pakketten kwetsbaar of teruggetrokken zijn: {error}.")
        return 0
    except Silent:
        pass
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda pin: looked(base, pin), asked))
    wrong = [line for lines, _ in found for line in lines]
    unknown = [line for _, line in found if line]
    print(f"{len(asked)} pakketten, {len(wrong)} fouten, {len(unknown)} niet (geheel) na te gaan.")
    for line in [f"FOUT  {line}" for line in wrong] + [f"niet nagegaan  {line}" for line in unknown]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(audit([Path(each) for each in sys.argv[1:]]))

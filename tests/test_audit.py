"""The audit of packages: what the index says is wrong is an error; what it does not say is told."""

import importlib.util
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

AUDIT = Path(__file__).parents[1] / ".ci" / "audit.py"
GOOD = {"info": {"version": "1.0"}, "urls": [{"yanked": False}], "vulnerabilities": []}
BAD = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fixed_in": ["1.1"], "withdrawn": None}
WITHDRAWN = {"id": "PYSEC-2", "aliases": [], "fixed_in": [], "withdrawn": "2020-01-01"}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("audit", AUDIT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    # Its dataclass looks its module up.
    monkeypatch.setitem(__import__("sys").modules, "audit", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def index() -> Iterator[tuple[str, dict[str, Mapping[str, object]], list[str]]]:
    """The address of an index, what it answers by path, and who asked (the Authorization headers)."""
    answers: dict[str, Mapping[str, object]] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Authorization", ""))
            known = answers.get(self.path.removeprefix("/pypi/"))
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(json.dumps(known or {}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", answers, asked
    server.shutdown()
    server.server_close()


def run(
    audit: Any, base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: str = ""
) -> tuple[int, str]:
    file = tmp_path / "requirements.txt"
    file.write_text("Some_Package==1.0\n# old==0.1\n", "utf-8")
    said = {"config": f"  PIP_INDEX_URL='{base}'\n{settings}", "freeze": "below==2.0\n", "install": ""}
    audit._pip = lambda *words: said[words[0]]
    return audit.audit([file]), capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "code", "told"),
    [
        ({}, 0, "2 pakketten, 0 fouten, 0 niet"),
        ({"vulnerabilities": [BAD]}, 1, "FOUT  some-package 1.0: PYSEC-1 CVE-1, verholpen in 1.1"),
        ({"vulnerabilities": [WITHDRAWN]}, 0, "0 fouten"),
        ({"urls": [{"yanked": True, "yanked_reason": "stuk"}]}, 1, "FOUT  some-package 1.0: teruggetrokken (stuk)"),
        ({"urls": [{"yanked": True}, {"yanked": False}]}, 0, "0 fouten"),
    ],
)
def test_what_the_index_says(
    audit: Any,
    index: Any,
    changed: dict[str, object],
    code: int,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    base, answers, asked = index
    answers |= {"some-package/1.0/json": GOOD | changed, "below/2.0/json": GOOD}
    found = run(audit, f"http://user:s%40cret@{base}/simple", tmp_path, capsys)
    assert found[0] == code and told in found[1]
    assert set(asked) == {"Basic dXNlcjpzQGNyZXQ="} and "cret" not in found[1]


def test_an_index_with_the_latest_version_only(
    audit: Any, index: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, answers, _ = index
    answers["some-package/json"] = GOOD | {"releases": {"1.0": [{"yanked": False}]}, "vulnerabilities": [BAD]}
    older = {"info": {"version": "3.0"}, "releases": {"2.0": [{"yanked": True}]}, "vulnerabilities": []}
    answers["below/json"] = older
    code, told = run(audit, f"http://{base}/simple/", tmp_path, capsys)
    assert code == 1 and "PYSEC-1" in told and "below 2.0: teruggetrokken" in told
    assert "niet nagegaan  below 2.0: de index zegt niets over kwetsbaarheden" in told
    del answers["below/json"]
    assert "niet nagegaan  below 2.0: de index antwoordt 404" in run(audit, f"http://{base}", tmp_path, capsys)[1]


def test_an_index_that_is_out_of_reach_is_told_and_no_error(
    audit: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = run(audit, "http://127.0.0.1:9/simple", tmp_path, capsys)
    assert code == 0 and told.startswith("Niet nagegaan of pakketten kwetsbaar") and "niet bereikbaar" in told


def test_without_a_setting_the_index_is_that_of_pip(audit: Any) -> None:
    assert audit.index().startswith("http") and audit.index().endswith("/pypi")
    hosts = [line for line in AUDIT.read_text("utf-8").splitlines() if "://" in line and "https?://" not in line]
    assert hosts == [], "no registry is named in the project"

"""What is not seen on a page: every answer of the API, and every command of the command line."""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from starlette.testclient import TestClient

from lib.api.routes import DESCRIPTION, OPERATIONS
from lib.cli.actions import COMMANDS
from lib.render.documents import DOCUMENTS
from lib.store.locations import SECRETS
from tests.api.conftest import TOKENS, client, write_tokens
from tests.picture.pages import use
from tests.picture.places import Places, run
from tests.picture.writing import Folder, json_text, rows_text
from tests.render.exporting import CODES, LATER, ZERO, A, B
from tests.render.reading import zip_files

#: Headers that differ from run to run, or with the number of bytes.
PASSING = ("date", "etag", "content-length", "server", "x-request-id", "routewijzer-verzoek")
#: What is asked of a comparison, beside nothing.
ASKED: dict[str, Any] = {
    "a": B,
    "b": LATER,
    "key": "inwoners",
    "mensen": "loonstijging_2021",
    "gemeente": CODES[1],
    "horizon": "2030",
    "set": ["prijsindex=2 %", "efficiency_eindwaarde@GM0163=0.11"],
}
#: Requests that are refused, each in its own way.
REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/api/v1/niets", {}),
    ("/api/v1/comparison/kosten", {}),
    ("/api/v1/releases/99", {}),
    ("/api/v1/releases/nul", {}),
    ("/api/v1/comparison", {"a": "onzin"}),
    ("/api/v1/comparison", {"onzin": "1"}),
    ("/api/v1/comparison", {"set": "schaalverlies=9"}),
    ("/api/v1/comparison", {"set": "schaalverlies"}),
    ("/api/v1/comparison", {"set": "loonindex@GM0163=0.02"}),
    ("/api/v1/comparison", {"mensen": "onzin"}),
    ("/api/v1/comparison/costs", {"horizon": "1999"}),
    ("/api/v1/comparison/costs", {"gemeente": "GM0000"}),
    ("/api/v1/comparison/costs", {"format": "pdf"}),
    ("/api/v1/releases/current/figures/headcounts", {"aantallen": "alle"}),
)
COMPARED = ((ZERO, A), (ZERO, B), (ZERO, LATER), (A, B), (A, LATER), (B, LATER), (B, A), (B, B))
CHANGED = ("--key", "inwoners", "--mensen", "loonstijging_2021", "--set", "efficiency_eindwaarde@GM0163=0.11")


def write_answers(folder: Folder, places: Places, workroom: Path) -> None:
    """Every operation in every form: on the shipped figures as they are, and on other ones with everything asked."""
    os.environ[SECRETS] = str(write_tokens(workroom / "secrets.toml"))
    for name, path, query in (("standaard", places.plain, {}), ("gevraagd", places.full, ASKED)):
        use(path)
        with client() as here:
            for operation in OPERATIONS:
                takes = {parameter.name for parameter in operation.parameters if not parameter.in_path}
                asked = {key: value for key, value in query.items() if key in takes}
                for form in operation.formats:
                    more = {"format": form} if operation.table else {}
                    address = operation.path.replace("{n}", "current")
                    folder.write(f"api/{name}/{operation.name}-{form}", answer_text(here, address, {**asked, **more}))
    _write_others(folder)


def _write_others(folder: Folder) -> None:
    here = client()
    folder.write("api/openapi", answer_text(here, DESCRIPTION, {}))
    folder.write("api/geweigerd", "\n".join(answer_text(here, address, query) for address, query in REFUSED))
    small = "/api/v1/releases/current/figures/headcounts"
    for role in TOKENS:
        answer = answer_text(client(role), small, {"aantallen": "afzonderlijk"})
        folder.write(f"api/{role}", answer)


def answer_text(asking: TestClient, address: str, query: dict[str, Any]) -> str:
    """Status, headers and body of an answer."""
    answer = asking.get(address, params=query)
    headers = [f"{name}: {value}" for name, value in sorted(answer.headers.items()) if name not in PASSING]
    kind = answer.headers.get("content-type", "")
    if "json" in kind:
        body = json_text(json.loads(answer.content))
    elif "parquet" in kind:
        table = pq.read_table(io.BytesIO(answer.content))
        body = f"{table.schema}\n{rows_text(table.to_pylist())}"
    else:
        body = answer.content.decode("utf-8-sig")
    return "\n".join((f"{address} {query}", str(answer.status_code), *headers, body))


def write_commands(folder: Folder, places: Places, workroom: Path) -> None:
    """The help of every command, every pair of scenarios as tables, and what commands say of a database and to a user."""
    os.environ["COLUMNS"] = "100"
    use(places.full)
    folder.write("commands/help", text_of_command("--help"))
    for name in COMMANDS:
        folder.write(f"commands/{name}-help", text_of_command(name, "--help"))
    for a, b in COMPARED:
        for name, more in (("", ()), ("-anders", CHANGED)):
            _write_export(folder, f"{a}-{b}{name}", workroom, "--a", a, "--b", b, "--format", "csv", *more)
    _write_export(folder, "verkenning", workroom, "--a", A, "--b", B, "--format", "csv", "--verkenning", "1")
    _write_export(folder, "stand", workroom, "--state", "5", "--format", "csv")
    for kind, document in DOCUMENTS.items():
        words = ("export", "--a", A, "--b", B, "--format", kind, "--out", workroom / f"uit.{document.extension}.{kind}")
        folder.write(f"commands/export-{kind}", text_of_command(*words))
    folder.write("commands/gezegd", "\n".join(_sayings(places, workroom)))


def _write_export(folder: Folder, name: str, workroom: Path, *words: str) -> None:
    target = workroom / f"export-{name}"
    folder.write(f"commands/export/{name}/gezegd", text_of_command("export", *words, "--out", target))
    written = {file.name: file.read_bytes() for file in target.glob("*")} if target.is_dir() else {}
    if not written:
        written = zip_files(target.read_bytes())
    for file, body in written.items():
        folder.write(f"commands/export/{name}/{file}", body.decode("utf-8-sig"))


def _sayings(places: Places, workroom: Path) -> Iterator[str]:
    """One command after another on one database."""
    name = ("--by", "Kim")
    for words in (
        ("check",),
        ("releases",),
        ("verkenningen",),
        ("states",),
        ("publish", *places.handed, "--note", "Nog eens", *name),
        ("publish", "--folder", places.home, "--note", "Map", *name),
        ("rollback", "1", "--note", "Terug", *name),
        ("publish", *places.handed, "--note", "Weer", *name, "--accept-warnings", "--base-year", "2021"),
        ("releases",),
        ("record", "--out", workroom / "logboek.csv"),
        ("template", "--format", "xlsx", "--out", workroom / "sjabloon.xlsx"),
        ("template", "--format", "csv", "--out", workroom / "sjabloon"),
        ("backup", "--to", workroom / "kopie.zip", *name),
        ("verify", workroom / "kopie.zip"),
        ("restore", workroom / "kopie.zip", *name),
        ("export", "--a", "onzin", "--b", B, "--format", "csv", "--out", workroom / "niets"),
        ("export", "--a", A, "--b", B, "--format", "csv", "--out", workroom / "niets", "--set", "schaalverlies=9"),
        ("export", "--state", "99", "--format", "csv", "--out", workroom / "niets"),
        ("onzin",),
        ("publish", workroom / "bestaat-niet.csv", "--note", "Proef"),
    ):
        yield text_of_command(*words)
    yield (workroom / "logboek.csv").read_text("utf-8-sig")


def text_of_command(*words: object) -> str:
    code, said = run(*words)
    return f"$ {' '.join(map(str, words))}\n{said}[{code}]\n"

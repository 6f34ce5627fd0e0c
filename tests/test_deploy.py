"""The files in deploy/ fit the program: every path is there, every command is README's, every limit leaves room."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from lib.store.access import Role
from lib.store.access_settings import access
from lib.ui.server.stopping import ENDS_SECONDS

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNIT, NGINX, DOCKERFILE = (DEPLOY / name for name in ("routewijzer.service", "nginx.conf", "Dockerfile"))
START = ".venv/bin/python -m streamlit run app.py"
GUIDE = ROOT / "docs" / "beheer.md"


def program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} ontbreekt; .ci/run hoort het te installeren."
    return found


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with what follows them."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def values(key: str) -> list[str]:
    return [line.split("=", 1)[1] for line in UNIT.read_text("utf-8").splitlines() if line.startswith(f"{key}=")]


def test_readme_starts_it_the_same_way() -> None:
    assert f"requirements.txt && {START}\n" in (ROOT / "README.md").read_text("utf-8")
    assert values("ExecStart") == [f"/opt/routewijzer/{START}"]
    assert json.loads(dict(steps())["CMD"]) == START.split()


def test_the_image_holds_everything_that_runs_and_nothing_that_is_secret() -> None:
    copied = [words.split() for step, words in steps() if step == "COPY"]
    assert all((ROOT / source).exists() for source, _ in copied)
    running = {"app.py", "requirements.txt", ".streamlit/config.toml", "data", "scenarios", "lib", "pages"}
    assert {source for source, _ in copied} == running
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {".streamlit/secrets.toml", "**/*.duckdb", ".git", ".venv"} <= set(ignored)
    assert not {source for source, _ in copied} & set(ignored)


def test_the_image_runs_as_nobody_in_particular_and_is_watched() -> None:
    kinds = [step for step, _ in steps()]
    assert kinds.index("USER") > max(at for at, step in enumerate(kinds) if step in ("RUN", "COPY"))
    assert dict(steps())["USER"].isdigit() and int(dict(steps())["USER"]) > 0
    assert "/api/v1/health" in dict(steps())["HEALTHCHECK"]
    assert "pip" not in dict(steps())["CMD"]


def test_stopping_has_the_time_it_may_take() -> None:
    assert float(values("TimeoutStopSec")[0]) > ENDS_SECONDS
    assert values("SuccessExitStatus") == ["143"]


def test_the_service_may_write_where_its_database_is_and_nowhere_else() -> None:
    (place,) = values("ReadWritePaths")
    settings = dict(one.split("=", 1) for one in values("Environment"))
    assert settings["ROUTEWIJZER_DATABASE"].startswith(f"{place}/") and settings["HOME"] == place
    for key, wanted in (("ProtectSystem", "strict"), ("NoNewPrivileges", "yes"), ("CapabilityBoundingSet", "")):
        assert values(key) == [wanted]
    assert values("User") == ["routewijzer"] and values("MemoryMax") and values("EnvironmentFile")


def test_the_proxy_lets_through_what_the_app_takes() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    text = NGINX.read_text("utf-8")
    (size,) = re.findall(r"client_max_body_size (\d+)m;", text)
    assert int(size) > config["server"]["maxUploadSize"]
    for header in (
        "Upgrade $http_upgrade",
        "Host $http_host",
        "X-Forwarded-For $remote_addr",
        "X-Forwarded-Proto $scheme",
    ):
        assert f"proxy_set_header {header};" in text
    assert text.count("{") == text.count("}")


def test_the_example_of_secrets_is_what_the_program_reads() -> None:
    found = access(DEPLOY / "secrets.toml")
    assert found.signs_in and set(found.roles.values()) == {Role.LEZER, Role.ANALIST, Role.BEHEERDER}
    assert found.person({"sub": "iemand"}) is None or found.person({"sub": "iemand"}).role < Role.LEZER  # type: ignore[union-attr]
    assert [token.role for token in found.tokens] == [Role.LEZER]
    auth = tomllib.loads((DEPLOY / "secrets.toml").read_text("utf-8"))["auth"]
    assert {"redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"} == set(auth)


@pytest.mark.heavy
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    text = UNIT.read_text("utf-8").replace(f"/opt/routewijzer/{START.split()[0]}", program("true"))
    unit.write_text(
        text.replace("User=routewijzer", "User=daemon").replace("Group=routewijzer", "Group=daemon"), "utf-8"
    )
    command = [program("systemd-analyze"), "verify", "--man=no", str(unit)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0 and UNIT.name not in found.stderr, found.stderr
    security = [program("systemd-analyze"), "security", "--offline=true", "--threshold=30", str(unit)]
    found = subprocess.run(security, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.heavy
def test_nginx_takes_the_example(tmp_path: Path) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=routewijzer.example"]
    subprocess.run(
        [program("openssl"), *make, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=60
    )
    site = NGINX.read_text("utf-8").replace("/etc/ssl/routewijzer/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(f"events {{}}\npid {tmp_path}/pid;\nhttp {{\n{site}\n}}\n", "utf-8")
    command = [program("nginx"), "-t", "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0 and "[warn]" not in found.stderr, found.stderr


def test_the_guide_names_every_setting_and_file() -> None:
    """What an administrator can set is in the guide, and README leads to it."""
    guide = GUIDE.read_text("utf-8")
    sources = [file.read_text("utf-8") for file in [*ROOT.glob("lib/**/*.py"), *DEPLOY.iterdir()]]
    settings = {name for text in sources for name in re.findall(r"ROUTEWIJZER_[A-Z_]+", text)}
    assert len(settings) >= 8
    assert {name for name in settings if name not in guide} == set()
    for file in DEPLOY.iterdir():
        assert file.name in guide or file.name == "Dockerfile.dockerignore"
    for route in ("/api/v1/health", "/api/v1/ready"):
        assert route in guide
    assert "docs/beheer.md" in (ROOT / "README.md").read_text("utf-8")

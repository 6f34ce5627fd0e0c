"""The files in deploy/ fit the program: every path is there, every command is README's, every limit leaves room."""

import json
import re
import shutil
import ssl
import subprocess
import threading
import time
import tomllib
from collections.abc import Iterator
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex

import pytest

from lib.store.access import Role
from lib.store.lake.place import Lake
from lib.store.locations import DATABASE, FILES, database_named
from lib.store.secrets import access
from lib.tables.rows import Unsound
from lib.web.server.lifecycle import ENDS_SECONDS
from tests.postgres import free_port

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNIT, NGINX, DOCKERFILE = (DEPLOY / name for name in ("routewijzer.service", "nginx.conf", "Dockerfile"))
NGINX_MORE = DEPLOY / "nginx-meer.conf"
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
    assert {source for source, _ in copied} == running | {"deploy/requirements-ducklake.txt"}
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {".streamlit/secrets.toml", "**/*.duckdb", ".git", ".venv"} <= set(ignored)
    assert not {source for source, _ in copied} & set(ignored)


def test_the_image_takes_what_a_shared_database_needs_when_asked() -> None:
    """The name in the argument of the build is that of the file as it was copied."""
    asked = re.findall(r'--build-arg (\w+)="-r ([\w.-]+)"', DOCKERFILE.read_text("utf-8") + GUIDE.read_text("utf-8"))
    assert len(asked) == 2 and set(asked) == {("MEER", "requirements-ducklake.txt")}
    assert ("ARG", 'MEER=""') in steps()
    assert any(step == "RUN" and words.endswith("-r requirements.txt ${MEER}") for step, words in steps())


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


def bare(file: Path) -> list[str]:
    """The lines that count."""
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_the_proxy_of_several_machines_is_that_of_one_and_divides_besides() -> None:
    one, more = bare(NGINX), bare(NGINX_MORE)
    assert [line for line in one if line not in more] == ["proxy_pass http://127.0.0.1:8501;"]
    assert len([line for line in more if re.fullmatch(r"server [\d.]+:8501 .*;", line)]) == 3


def test_several_machines_share_a_folder_that_is_theirs_to_write() -> None:
    settings = dict(line.split("=", 1) for line in bare(DEPLOY / "omgeving"))
    (place,) = (line.split("=", 1)[1] for line in bare(DEPLOY / "meer.conf") if line.startswith("ReadWritePaths="))
    assert f"RequiresMountsFor={place}" in bare(DEPLOY / "meer.conf")
    assert settings[FILES].startswith(f"{place}/")
    assert database_named(settings[DATABASE], settings[FILES]) == Lake("service=routewijzer", settings[FILES])
    assert not [name for name in settings if "PASSWORD" in name]
    assert set(settings) >= {"PGSERVICEFILE", "PGPASSFILE", "FORWARDED_ALLOW_IPS"}


def test_the_example_of_secrets_is_what_the_program_reads_once_it_is_filled_in(tmp_path: Path) -> None:
    with pytest.raises(Unsound) as refused:
        access(DEPLOY / "secrets.toml")
    told = "".join(str(problem) for problem in refused.value.problems)
    assert "cookie_secret" in told and "client_id" in told and "client_secret" in told and "VERVANG" not in told
    filled = tmp_path / "secrets.toml"
    filled.write_text((DEPLOY / "secrets.toml").read_text("utf-8").replace("VERVANG-DIT", token_hex(32)), "utf-8")
    found = access(filled)
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


def site(example: Path, folder: Path, **changed: str) -> list[str | Path]:
    """nginx with an example of ours, a certificate of its own and other words; the command, without what to do."""
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=routewijzer.example"]
    subprocess.run(
        [program("openssl"), *make, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=60
    )
    text = example.read_text("utf-8").replace("/etc/ssl/routewijzer/", f"{folder}/")
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(f"events {{}}\npid {folder}/pid;\nhttp {{\n{text}\n}}\n", "utf-8")
    return [program("nginx"), "-e", "stderr", "-c", str(folder / "nginx.conf")]


@pytest.mark.heavy
@pytest.mark.parametrize("example", [NGINX, NGINX_MORE])
def test_nginx_takes_the_example(tmp_path: Path, example: Path) -> None:
    found = subprocess.run([*site(example, tmp_path), "-t"], capture_output=True, text=True, check=False)
    assert found.returncode == 0 and "[warn]" not in found.stderr, found.stderr


class Machine(BaseHTTPRequestHandler):
    """Says which one it is, and what came through."""

    def do_GET(self) -> None:
        names = ("Upgrade", "Connection", "Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")
        told = {"port": self.server.server_address[1], **{name: self.headers.get(name) for name in names}}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def divided(tmp_path: Path) -> Iterator[tuple[int, list[ThreadingHTTPServer]]]:
    """nginx in front of three machines: its port, and theirs."""
    machines = [ThreadingHTTPServer(("127.0.0.1", 0), Machine) for _ in range(3)]
    for machine in machines:
        threading.Thread(target=machine.serve_forever, daemon=True).start()
    port = free_port()
    own = {f"10.0.0.1{at}:8501": f"127.0.0.1:{machine.server_port}" for at, machine in enumerate(machines, 1)}
    listening = {"listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "listen [::]:443 ssl;": ""}
    listening |= {"listen 80;": f"listen 127.0.0.1:{free_port()};", "listen [::]:80;": ""}
    command = site(NGINX_MORE, tmp_path, **own, **listening)
    with subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL) as nginx:
        yield port, machines
        nginx.terminate()
    for machine in machines:
        machine.shutdown()
        machine.server_close()


def asked(port: int, **headers: str) -> tuple[dict[str, str], list[str]]:
    """What a machine says, and the cookies that came along; waits for nginx to begin."""
    for _ in range(100):
        connection = HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context(), timeout=20)
        try:
            connection.request("GET", "/", headers={"Host": "routewijzer.example", **headers})
            answer = connection.getresponse()
            return json.loads(answer.read()), answer.headers.get_all("Set-Cookie") or []
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError


@pytest.mark.heavy
def test_a_visitor_keeps_one_machine_as_long_as_it_is_there(divided: tuple[int, list[ThreadingHTTPServer]]) -> None:
    port, machines = divided
    visitors: dict[str, str] = {}
    for _ in range(30):
        told, (cookie,) = asked(port)
        mine, *rules = cookie.split("; ")
        assert set(rules) == {"Path=/", "HttpOnly", "Secure", "SameSite=Lax"}
        visitors[mine] = told["port"]
    assert len(visitors) == 30 and set(visitors.values()) == {machine.server_port for machine in machines}
    for cookie, where in visitors.items():
        told, given = asked(port, Cookie=f"ander=1; {cookie}", Upgrade="websocket", **{"X-Forwarded-For": "1.2.3.4"})
        assert (told["port"], given) == (where, [])
        assert (told["Upgrade"], told["Connection"], told["Host"]) == ("websocket", "upgrade", "routewijzer.example")
        assert (told["X-Forwarded-For"], told["X-Forwarded-Proto"], told["Forwarded"]) == ("127.0.0.1", "https", None)
    machines[0].shutdown()
    machines[0].server_close()
    for cookie, where in visitors.items():
        told, _ = asked(port, Cookie=cookie)
        assert told["port"] != machines[0].server_port
        assert told["port"] == where or where == machines[0].server_port


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

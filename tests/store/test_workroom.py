"""What is made beside its place: on the disk before it has its name, and gone when its maker is, whichever version made it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.store.file.workroom import BEFORE, GRACE_SECONDS, WORKROOM, clear_away, put_folder, put_new, put_over, workroom
from lib.tables.content import SHIPPED

pytestmark = pytest.mark.one_file


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is forced to disk and of what gets another name, in that order."""
    done: list[str] = []
    fsync, link, rename, replace = os.fsync, os.link, Path.rename, Path.replace

    def forced(file: int) -> None:
        done.append(f"disk {Path(f'/proc/self/fd/{file}').readlink().name}")
        fsync(file)

    def naming(act: Callable[[Path, Path], object]) -> Callable[[Path, Path], object]:
        def named(old: Path, new: Path) -> object:
            done.append(f"name {new.name}")
            return act(old, new)

        return named

    monkeypatch.setattr(os, "fsync", forced)
    monkeypatch.setattr(os, "link", naming(link))
    monkeypatch.setattr(Path, "rename", naming(rename))
    monkeypatch.setattr(Path, "replace", naming(replace))
    return done


@pytest.mark.parametrize("put", [put_new, put_over])
def test_a_file_is_whole_before_it_has_its_name(
    tmp_path: Path, acts: list[str], put: Callable[[Path, Path], None]
) -> None:
    with workroom(tmp_path) as room:
        (room / "nieuw").write_text("heel")
        put(room / "nieuw", tmp_path / "plek")
    assert acts == ["disk nieuw", "name plek", f"disk {tmp_path.name}"]
    assert [path.name for path in tmp_path.iterdir()] == ["plek"] and (tmp_path / "plek").read_text() == "heel"


def test_a_new_file_takes_no_place_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "plek").write_text("van mij")
    with workroom(tmp_path) as room:
        (room / "nieuw").write_text("heel")
        with pytest.raises(FileExistsError):
            put_new(room / "nieuw", tmp_path / "plek")
    assert (tmp_path / "plek").read_text() == "van mij"


def test_a_folder_is_whole_before_it_has_its_name(tmp_path: Path, acts: list[str]) -> None:
    (tmp_path / "plek").mkdir()
    (tmp_path / "plek" / "eerder").touch()
    with workroom(tmp_path) as room:
        (room / "nieuw").mkdir()
        (room / "nieuw" / "blad").touch()
        with pytest.raises(OSError, match="not empty"):
            put_folder(room / "nieuw", tmp_path / "plek")
        acts.clear()
        put_folder(room / "nieuw", tmp_path / "plek", room / "oud")
        assert [path.name for path in (room / "oud").iterdir()] == ["eerder"]
    assert acts == ["disk blad", "disk nieuw", "name oud", "name plek", f"disk {tmp_path.name}"]
    assert [path.name for path in (tmp_path / "plek").iterdir()] == ["blad"]


@pytest.mark.parametrize("name", [f"{prefix}abcd1234" for prefix in BEFORE] + [f"{WORKROOM}abcd1234"])
def test_what_is_left_goes_but_not_at_once_where_nobody_claims_it_yet(tmp_path: Path, name: str) -> None:
    left = tmp_path / name
    left.mkdir()
    clear_away(tmp_path)
    assert left.exists()
    long_ago = time.time() - GRACE_SECONDS - 1
    os.utime(left, (long_ago, long_ago))
    clear_away(tmp_path)
    assert not left.exists()


def test_a_folder_of_somebody_with_a_name_like_ours_stays(tmp_path: Path) -> None:
    for name in (".routewijzer-instellingen", ".routewijzer", ".routewijzer_werk-map"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (0, 0))
    clear_away(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_a_room_goes_when_its_maker_was_killed_and_no_sooner(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lib.store.file.workroom import workroom\n"
        "with workroom(Path(sys.argv[1])) as room:\n    print(room, flush=True); sys.stdin.readline()"
    )
    pipe = subprocess.PIPE
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=SHIPPED, text=True, stdin=pipe, stdout=pipe
    )
    assert other.stdout is not None
    room = Path(other.stdout.readline().strip())
    with workroom(tmp_path):
        assert room.exists()
    other.send_signal(signal.SIGKILL)
    other.communicate()
    assert room.exists()
    with workroom(tmp_path):
        assert not room.parent.exists()
    assert list(tmp_path.iterdir()) == []

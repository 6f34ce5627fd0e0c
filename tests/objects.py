"""Object storage of one's own: an S3 server on a port that was free; the fixture in tests/conftest.py starts it."""

import os
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.postgres import free_port

KEY, SECRET, REGION, BUCKET = "sleutel", "geheim-van-de-opslag", "eu-central-1", "meer"


class Objects:
    """Empty at each start: it keeps everything in memory."""

    def __init__(self) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        host, port = self.address.split(":")
        command = [sys.executable, "-m", "moto.server", "-H", host, "-p", port]
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()
        self.ask(
            "PUT",
            f"/{BUCKET}",
            f"<CreateBucketConfiguration><LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>",
        )

    @property
    def settings(self) -> dict[str, str]:
        """What a process needs to know to use it."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
            "DUCKDB_S3_ENDPOINT": self.address,
            "DUCKDB_S3_USE_SSL": "false",
        }

    def ask(self, method: str, path: str, body: str = "") -> str:
        """What it answers; it asks nobody who they are."""
        request = Request(f"http://{self.address}{path}", body.encode() or None, method=method)
        with urlopen(request, timeout=10) as answer:
            return str(answer.read().decode())

    def files(self) -> list[str]:
        """The names of all files."""
        told = self.ask("GET", f"/{BUCKET}?list-type=2")
        return [part.split("</Key>")[0] for part in told.split("<Key>")[1:]]

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def _wait(self) -> None:
        for _ in range(300):
            try:
                self.ask("GET", "/")
                return
            except URLError:
                if self.process.poll() is not None:
                    raise
                time.sleep(0.1)
        raise TimeoutError

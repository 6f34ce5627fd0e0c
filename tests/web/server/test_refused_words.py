"""A request that Streamlit refuses with words of its own gets a Dutch sentence with the same status."""

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from lib.web.server.answers import Missing
from tests.web.server.asking import ask


@pytest.mark.parametrize(
    ("status", "words"), [(400, "Bad Request"), (403, "XSRF token missing"), (405, "Method Not Allowed"), (418, "Tea")]
)
@pytest.mark.parametrize("path", ["/_stcore/upload_file/a/b", "/kosten"])
def test_english_words_become_dutch(status: int, words: str, path: str) -> None:
    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(words, status, headers={"allow": "GET"})(scope, receive, send)

    told = ask(Missing(refusing), path, method="POST")
    assert told.status == status and words.encode() not in told.body and told.headers["allow"] == "GET"
    assert "Routewijzer" in told.body.decode() or "verzoek" in told.body.decode()


def test_what_is_json_or_goes_well_stays() -> None:
    for answer in (JSONResponse({"melding": "Nee."}, 400), PlainTextResponse("ok"), Response(status_code=204)):
        assert ask(Missing(answer), "/api/v1/x").status == answer.status_code
        assert ask(Missing(answer), "/api/v1/x").body == answer.body

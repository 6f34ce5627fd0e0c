"""What a browser is told about transport and cookies; what Streamlit itself sends is in test_pages_served."""

from starlette.types import Receive, Scope, Send

from lib.web.server.headers import SecurityHeaders, safer_cookie
from tests.web.server.asking import ask

XSRF = "_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax"


async def with_cookies(scope: Scope, receive: Receive, send: Send) -> None:
    cookies = [(b"set-cookie", XSRF.encode()), (b"set-cookie", b"_streamlit_user=x; HttpOnly; SameSite=lax")]
    await send({"type": "http.response.start", "status": 200, "headers": cookies})
    await send({"type": "http.response.body"})


def cookies(scheme: str) -> list[str]:
    start = ask(SecurityHeaders(with_cookies, page=""), scheme=scheme).messages[0]
    return [value.decode() for name, value in start["headers"] if name == b"set-cookie"]


def test_over_tls_cookies_and_pages_stay_there() -> None:
    assert cookies("https") == [f"{XSRF}; Secure", "_streamlit_user=x; HttpOnly; SameSite=lax; Secure"]
    told = ask(SecurityHeaders(with_cookies, page=""), scheme="https")
    assert told.headers["strict-transport-security"] == "max-age=31536000"


def test_without_tls_there_is_no_such_promise() -> None:
    assert cookies("http") == [XSRF, "_streamlit_user=x; HttpOnly; SameSite=lax"]
    told = ask(SecurityHeaders(with_cookies, page=""), headers={"x-forwarded-proto": "https"})
    assert "strict-transport-security" not in told.headers


def test_a_cookie_gets_what_it_lacks_and_only_that() -> None:
    assert safer_cookie("a=b", True) == "a=b; Secure; HttpOnly; SameSite=Lax"
    whole = "a=b; secure; httponly; SameSite=Strict"
    assert safer_cookie(whole, True) == whole
    assert "HttpOnly" not in safer_cookie(XSRF, True)

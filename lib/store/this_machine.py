"""Whether a request comes from this machine and is meant for it: the one rule of the app and of the API."""

import ipaddress
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

#: Headers that only a proxy adds: what comes through one may come from another machine.
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


def from_this_machine(ends: Iterable[tuple[str, int | None] | None], headers: Mapping[str, str]) -> bool:
    """Both ends of the connection and the name that was asked for are this machine, and no proxy stands between.

    `ends` are the addresses (name, port) of server and client, None for one that is not known; `headers` have names in
    lower case, or take them in any case.
    """
    names = [end[0] if end else "" for end in ends]
    return all(map(is_loopback, (*names, host_name(headers.get("host", ""))))) and not any(
        name in headers for name in FORWARDED
    )


def host_name(host: str) -> str:
    """A Host header without its port; empty when it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_loopback(name: str) -> bool:
    """Whether a name or address is that of this machine to itself."""
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)

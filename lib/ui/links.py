"""Links to sources: only to an http(s) address that a source of the release names, never opened by itself."""

from datetime import date
from urllib.parse import urlsplit

from lib.analysis.accountability import hindsight
from lib.analysis.release import Release
from lib.text import date_words
from lib.ui.html import text


def source_link(release: Release, bron_id: str, short: bool = False) -> str:
    """The source by title and publisher (short: by publisher), as a link where it has an address."""
    row = release.sources[bron_id]
    shown = str(row["uitgever"]) if short else release.source_title(bron_id)
    return link(row["adres"], shown, f"{row['titel']}; opent in een nieuw tabblad")


def link(address: str | None, shown: str, title: str) -> str:
    """A link in safe HTML, or the plain text when the address is none of http or https."""
    if not address or not safe(address):
        return text(shown)
    return (
        f'<a href="{text(address)}" target="_blank" rel="noopener noreferrer" title="{text(title)}">{text(shown)}</a>'
    )


def safe(address: str) -> bool:
    """Whether an address is a web address with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def known(release: Release, day: date) -> str:
    """A kennisdatum, marked when it lies after the reference day."""
    mark = ' <span class="rw-late">met kennis achteraf</span>' if hindsight(release, day) else ""
    return f"{text(date_words(day))}{mark}"

"""Finds English on a page: every text and name that a person sees or hears, word by word."""

import re
from pathlib import Path

from playwright.sync_api import Page

#: English words that Dutch does not have: what ties sentences together, what programs say, months and days.
WORDS = frozenset(Path(__file__).with_name("english.txt").read_text(encoding="utf-8").split())
#: What is no text: addresses, names of files, commands, licences and hashes.
NO_TEXT = re.compile(
    r"https?://\S+|\S+\.(?:py|toml|csv|xlsx|zip|duckdb)\b|python -m lib.*|--\w+|CC BY|\b[0-9a-f]{12,}\b"
)
WORD = re.compile(r"[^\W\d_]+")

#: What keeps an own route in the address is a code that nobody sees or hears.
#: The title of the window, and every text, every field and every name that is shown or spoken; with what styles add.
TEXTS = """() => {
  const names = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt'];
  const found = [document.title];
  for (const each of document.documentElement.querySelectorAll('*')) {
    if (each.closest('script, style, noscript, [data-testid=stIconMaterial][aria-hidden=true], .st-key-eigen_route_in_adres')) continue;
    for (const name of names) found.push(each.getAttribute(name) || '');
    for (const node of each.childNodes) if (node.nodeType === 3) found.push(node.data);
    if (each.matches('input[type=text], textarea')) found.push(each.value);
    for (const part of ['::before', '::after']) found.push(getComputedStyle(each, part).content.match(/^"(.*)"$/)?.[1] || '');
  }
  return [...new Set(found)];
}"""


def english(page: Page) -> list[str]:
    """Every piece of text on the page that has an English word in it, with those words in front."""
    return [f"{', '.join(words)}: {text[:120]}" for text in page.evaluate(TEXTS) if (words := english_words(text))]


def english_words(text: str) -> list[str]:
    """The English words of a text, each once."""
    words = dict.fromkeys(each.lower() for each in WORD.findall(NO_TEXT.sub(" ", text)))
    return [word for word in words if word in WORDS]

"""What tests in a browser look with: a page at rest, what axe finds, what runs sideways, and where the focus is."""

import time
from collections.abc import Callable
from io import BytesIO

from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops
from playwright.sync_api import FloatRect, Page

from tests.browser.english import english

#: What axe looks for. Without a full account of what is well, and of where each thing is, it takes half the time.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"], "selectors": False}
HIGHEST = 9000
#: Milliseconds: a small machine with other work on it is slow, not wrong.
PATIENCE = 60_000
#: The same in seconds, for what many programs have to agree on.
PATIENCE_SECONDS = 180
MAIN = "document.querySelector('[data-testid=stMain]')"
#: True when nothing was computed, redrawn or moved in five looks after each other.
STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const busy = !app || app.dataset.testScriptState !== 'notRunning' || !document.querySelector('h1')
    || document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    || document.getAnimations().some(each => each.playState === 'running' && each.effect.getComputedTiming().endTime < 5000);
  const now = document.body.innerText.length;
  window.__still = !busy && now === window.__length ? (window.__still || 0) + 1 : 0;
  window.__length = now;
  return window.__still >= 5;
}"""
#: The part of the screen around what has the focus.
AROUND = """() => {
  const box = document.activeElement.getBoundingClientRect(), edge = 24;
  const [x, y] = [Math.max(box.left - edge, 0), Math.max(box.top - edge, 0)];
  return { x, y, width: Math.min(box.right + edge, innerWidth) - x, height: Math.min(box.bottom + edge, innerHeight) - y };
}"""
#: How many pixels have to differ how much for a mark to be seen.
PIXELS, LEVELS = 100, 30


def settled(page: Page) -> Page:
    """The page when it has come to rest."""
    page.evaluate("window.__still = 0")
    page.wait_for_function(STILL, polling=60, timeout=PATIENCE)
    return page


def unfolded(page: Page, words: str) -> Page:
    """The page after what unfolds under these words has unfolded: a click before that misses what moves away."""
    page.get_by_text(words, exact=True).click()
    return settled(page)


def findings(page: Page) -> list[object]:
    """What axe finds of WCAG A and AA, rule and places, on a screen so high that all of the page is in sight: axe passes
    over what has to be scrolled to."""
    size = page.viewport_size or {"width": 0, "height": 0}
    height = int(page.evaluate(f"{MAIN}.scrollHeight"))
    if height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": min(height + 100, HIGHEST)})
        page.wait_for_timeout(300)
    found = Axe().run(page, options=RULES).response["violations"]
    if height > size["height"]:
        page.set_viewport_size(size)
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:3]) for rule in found]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return int(page.evaluate(f"{MAIN}.scrollWidth - {MAIN}.clientWidth"))


def sound(page: Page) -> None:
    """Fails on what axe finds, on a page wider than its screen, and on English."""
    assert findings(settled(page)) == []
    assert sideways(page) <= 1
    found = english(page)
    assert found == [], found


def tab_to(page: Page, tag: str, words: str, key: str = "Tab", limit: int = 60) -> None:
    """Press Tab until the element with these words or this name has the focus; a person has to see that it has."""
    for _ in range(limit):
        page.keyboard.press(key)
        found = page.evaluate(
            "(each => [each.tagName, each.innerText || '', each.getAttribute('aria-label') || '', each.labels?.[0]?.innerText || ''])"
            "(document.activeElement)"
        )
        told = [each.replace("\xa0", " ").strip().splitlines()[-1:] for each in found[1:]]
        if found[0].lower() == tag and [words] in told:
            assert focus_shows(page), f"nothing shows that {words} has the focus"
            return
    raise AssertionError(f"{words} is not reached in {limit} steps")


def focus_shows(page: Page) -> bool:
    """Whether the screen is different when what has the focus loses it."""
    around = page.evaluate(AROUND)
    with_focus = _part(page, around)
    page.evaluate("window.__focused = document.activeElement; window.__focused.blur()")
    without = _part(page, around)
    page.evaluate("window.__focused.focus({ preventScroll: true, focusVisible: true })")
    apart = ImageChops.difference(with_focus, without).convert("L").point(lambda level: 255 * (level > LEVELS))
    return apart.histogram()[255] > PIXELS


def _part(page: Page, around: FloatRect) -> Image.Image:
    return Image.open(BytesIO(page.screenshot(clip=around, animations="disabled"))).convert("RGB")


def until(reached: Callable[[], bool]) -> None:
    """Look again and again until it is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)

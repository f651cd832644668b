"""The hostile cases in a real browser: as a page that the server sent, and by the applier."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.errors import ElementError
from reactor_nb.html import section
from tests.architecture.paths import REPOSITORY
from tests.core.forms import forms_of
from tests.core.hostile import CASES, Case, maker
from tests.core.stage import Stage, once
from tests.e2e.test_applier import applier

HOME = "http://hostile.test/"
HOOK = "window.pwned = []; window.pwn = () => top.pwned.push(document.body.innerHTML.slice(0, 200))"

# Returns what is dangerous in the page, as the browser itself sees it.
LOOK = r"""
(root) => {
  const found = [];
  const urls = /^(href|src|action|formaction|data|poster|ping|cite|background|to|from|by)$/;
  for (const one of root.querySelectorAll('*')) {
    for (const name of Element.prototype.getAttributeNames.call(one)) {
      const value = Element.prototype.getAttribute.call(one, name);
      if (/^on|^srcdoc$/i.test(name)) found.push([name, value]);
      if (!urls.test(name.replace('xlink:', ''))) continue;
      const { protocol, host } = new URL(value, 'http://hostile.test/', document.baseURI);
      const isOurs = /^https?:$/.test(protocol) && host === 'hostile.test';
      if (!isOurs && protocol !== 'about:' && !/^data:image\/png,/.test(value))
        found.push([name, value]);
    }
    for (const type of ['mouseover', 'focus', 'toggle', 'begin', 'error', 'load'])
      one.dispatchEvent(new Event(type));
    if (/^on/.test(Object.keys(one).join())) found.push(Object.keys(one));
  }
  return found;
}
"""

# Shows cases by the applier: made from nothing, and out of the harmless HTML of the server.
ATTACK = """
(cases) => {
  const look = LOOK;
  const wrong = [];
  for (const { about, made, then, html, shape, adopt, ops } of cases) {
    try {
      const one = adopted('', [[], [0]], []);
      one.view.receive(['patch', 0, made]);
      const other = adopted(html, shape, adopt);
      if (other.sent[0][0] !== 'hydrated') wrong.push([about, html, other.sent]);
      else other.view.receive(['patch', 0, ops]);
      for (const { root } of [one, other]) {
        if (!shows(root, then)) wrong.push([about, then, root.innerHTML]);
        wrong.push(...look(root).map((found) => [about, ...found]));
        root.remove();
      }
    } catch (error) {
      wrong.push([about, String(error.stack)]);
    }
  }
  return wrong;
}
""".replace("LOOK", LOOK)

# Looks at a page that the browser has read, each case in an element of its own.
READ = """
(cases) => {
  const look = LOOK;
  const found = document.querySelectorAll('body > main');
  if (found.length !== cases.length) return [['there are', found.length, 'of', cases.length]];
  return cases.flatMap(({ about, count, then }, at) => {
    if (found[at].children.length !== count) return [[about, 'broke out']];
    const wrong = shows(found[at], then) ? [] : [[about, then, found[at].innerHTML]];
    return [...wrong, ...look(found[at]).map((one) => [about, ...one])];
  });
}
""".replace("LOOK", LOOK)


def told(case: Case, *, compiled: bool) -> list[dict[str, Any]]:
    """Return what the core says of each place with all values that it does not refuse."""
    # Where a refresh leads must be seen without going there.
    places = [place for place in case.places if "refresh" not in place.lower()]
    found = [told_of(place, case, compiled=compiled) for place in places]
    return [json.loads(json.dumps(one)) for one in found if one is not None]


def told_of(place: str, case: Case, *, compiled: bool) -> dict[str, Any] | None:
    """Return what the core says when nothing, something harmless, and the values are shown."""
    make = maker(place, compiled=compiled)
    hostile = [node for value in case.values if (node := shown_node(make, value)) is not None]
    if not hostile:
        return None
    harmless = [section(make(case.harmless)) for _ in hostile]
    made = Turns([None, harmless, hostile], 0)
    changed = Turns([None, harmless, hostile], 1)
    told = {
        "about": [place, compiled],
        "count": len(hostile),
        "made": made.turn(2),
        "html": changed.stage.html(),
        "shape": changed.stage.shape,
        "adopt": changed.stage.adopt_ops,
        "ops": changed.turn(2),
        "then": forms_of(changed.stage.root),
        "page": changed.stage.html(),
    }
    assert made.stage.errors + changed.stage.errors == []
    made.stage.close()
    changed.stage.close()
    return told


def shown_node(make: Callable[[Any], Any], value: Any) -> Any:
    """Return what is made of a value, or nothing if it is refused, at the latest by a render."""
    try:
        node = make(value)
        once(lambda: node)
    except ElementError:
        return None
    return section(node)


class Turns:
    """A page that shows one node after another."""

    def __init__(self, nodes: list[Any], first: int) -> None:
        setters: list[Any] = []

        @component(memo=False)
        def Page() -> Any:
            at, set_at = use_state(first)
            setters.append(set_at)
            return nodes[at]

        self.stage = Stage(Page())
        self.set_at = setters[0]

    def turn(self, at: int) -> Any:
        """Show another node and return the ops."""
        self.set_at(at)
        return self.stage.flush()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of an app whose scripts may all run, and where every address is there."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body="<!doctype html><title>x</title>")

    context.route("**/*", answer)
    context.add_init_script(HOOK)
    page = context.new_page()
    page.goto(HOME)
    return page


SHOWN = {about: case for about, case in CASES.items() if not case.is_told}


def attack(case: Case, page: Page, *, compiled: bool) -> None:
    """Show the values of a case in a page in each way there is, and see that none gets out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = told(case, compiled=compiled)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.add_script_tag(content=applier())
    wrong = page.evaluate(ATTACK, cases)
    pwned = page.evaluate("pwned")
    page.set_content("".join(f"<main>{one['page']}</main>" for one in cases))
    page.add_script_tag(content=applier())
    wrong += page.evaluate(READ, cases)
    pwned += page.evaluate("pwned")

    assert wrong[:3] == []
    assert pwned == []
    assert [url for url in asked if url.startswith("http") and not url.startswith(HOME)] == []
    assert sum(one["count"] for one in cases) > len(case.values) / 2


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
@pytest.mark.parametrize("case", SHOWN.values(), ids=SHOWN)
def test_v1_v24_nothing_hostile_runs_in_a_browser(case: Case, compiled: bool, page: Page) -> None:
    """V1–V12, V14–V24: read from the server's HTML, made by the applier, and patched in."""
    attack(case, page, compiled=compiled)


NAUGHTY = REPOSITORY / "tests/corpora/node_modules/big-list-of-naughty-strings/blns.json"
PLACES = (
    "p(v)",
    "Show(text=v)",
    "Show(span(v, key=v), key=v)",
    "label(v, input(value=v, title=v, placeholder=v, aria_label=v))",
    "option(v, label=v, value=v)",
    "textarea(v)",
    "element('x-y', v, {'data-text': v})",
)


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
def test_v29_naughty_strings_are_shown_as_they_are(compiled: bool, page: Page) -> None:
    """V29: the big list of naughty strings as text, attribute, key, prop, label and title."""
    strings = json.loads(NAUGHTY.read_text())
    assert len(strings) > 400

    attack(Case("naughty strings", PLACES, tuple(strings)), page, compiled=compiled)

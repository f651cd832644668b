"""Whatever goes wrong, the page stays readable, says so once, and forms still work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.e2e.real import Serve, Watch

GUESTS = """
from reactor_nb import action, page, ActionError, use_state
from reactor_nb.html import button, div, form, h1, input, li, ul

names = []
"""
GUEST_PAGE = """
@action
def sign(name: str) -> list[str]:
    if not name.strip():
        raise ActionError("a name, please", fields={"name": "must not be empty"})
    names.append(name)
    return list(names)

def load() -> list[str]:
    return list(names)

@page("/", loader=load)
def Book(data: list[str]):
    guests, set_guests = use_state(data)
    async def submit(event):
        set_guests(await sign(event.form["name"]))
    return div(
        h1("Guests"),
        form(input(name="name"), button("Sign"), action=sign, on_submit=submit),
        ul([li(one) for one in guests]),
    )
"""


@pytest.mark.parametrize(
    "pattern", ["**/*.wasm", "**/pyodide.mjs", "**/worker-*.js", "**/stdlib*.zip"]
)
def test_when_a_file_of_python_is_missing_the_page_says_so_and_forms_post(
    pattern: str, serve: Serve, watch: Watch
) -> None:
    """C1."""
    server = serve(GUESTS, GUEST_PAGE)
    watched = watch()
    watched.page.route(pattern, lambda route: route.fulfill(status=404))
    watched.open(server.url, live=False)

    watched.wait_for("failed")

    assert watched.page.inner_text("h1") == "Guests"
    assert watched.page.locator("[role=alert]").count() == 1
    watched.page.fill("[name=name]", f"Ada {pattern}")
    watched.page.click("button:has-text('Sign')")
    watched.until(lambda: f"Ada {pattern}" in watched.page.inner_text("ul"))


def test_a_submit_held_for_python_goes_out_when_python_cannot_start(
    serve: Serve, watch: Watch
) -> None:
    """C1, C3."""
    server = serve(GUESTS, GUEST_PAGE)
    watched = watch()
    held: list[Route] = []
    watched.page.route("**/*.wasm", lambda route: held.append(route))
    watched.open(server.url, live=False)
    watched.page.fill("[name=name]", "Grace")
    watched.page.click("button:has-text('Sign')")
    watched.until(lambda: bool(held))

    held[0].fulfill(status=404)

    watched.until(lambda: "Grace" in watched.page.inner_text("ul"), 30)


def test_without_webassembly_the_page_stays_readable(serve: Serve, watch: Watch) -> None:
    """C1."""
    watched = watch()
    watched.page.route(
        "**/worker-*.js",
        lambda route: route.fulfill(
            body="delete globalThis.WebAssembly;" + route.fetch().text(),
            content_type="text/javascript",
        ),
    )

    watched.open(serve(GUESTS, GUEST_PAGE).url, live=False)

    watched.wait_for("failed")
    assert watched.page.inner_text("h1") == "Guests"


ONLY_ON_A_SERVER = """
import sys
from reactor_nb import page
from reactor_nb.html import h1
"""
AT_THE_TOP = """
def limit():
    if sys.platform == "emscripten":
        raise RuntimeError("not in here")
    return 3

LIMIT = limit()

@page("/")
def Home():
    return h1(LIMIT)
"""


def test_an_error_at_the_top_of_a_cell_names_the_cell(serve: Serve, watch: Watch) -> None:
    """C4."""
    watched = watch()
    watched.open(serve(ONLY_ON_A_SERVER, AT_THE_TOP).url, live=False)

    watched.wait_for("failed")

    assert watched.page.inner_text("h1") == "3"
    assert [one for one in watched.errors if "cell 2, line 4: RuntimeError: not in here" in one]


ENDLESS = """
import asyncio
from reactor_nb import action, page, use_state, ActionError
from reactor_nb.html import button, div, p

@action
async def wait() -> None:
    await asyncio.sleep(60)

@page("/")
def Home():
    told, set_told = use_state("")
    async def ask():
        try:
            await wait()
        except ActionError as error:
            set_told(f"{error.status} {error.message}")
    return div(button("Ask", on_click=ask), p(told))
"""


def test_an_action_that_takes_too_long_is_an_ordinary_error(
    serve: Serve, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A15, C7."""
    monkeypatch.setenv("REACTOR_NB_TIME_LIMIT", "1")
    watched = watch()
    watched.open(serve(ENDLESS).url)

    watched.page.click("button")

    told = "504 the server did not answer in time; it may have been done or not"
    watched.until(lambda: watched.page.inner_text("p") == told)


FRAGILE = """
from reactor_nb import component, page, use_state, use_effect, ErrorBoundary
from reactor_nb.html import button, div, p

@component
def Part(kind: str):
    broken, set_broken = use_state(False)
    def fail():
        raise ValueError(f"{kind} failed")
    def effect():
        if broken and kind == "effect":
            fail()
    use_effect(effect, [broken])
    if broken and kind == "render":
        fail()
    async def later():
        fail()
    handler = {"handler": fail, "async": later}.get(kind, lambda: set_broken(True))
    return button(f"break {kind}", id=kind, on_click=handler)

@page("/")
def Home():
    count, set_count = use_state(0)
    return div(
        button("count ", count, id="count", on_click=lambda: set_count(count + 1)),
        [
            ErrorBoundary(
                Part(kind=kind),
                fallback=lambda error, retry, kind=kind: p(
                    str(error),
                    button("again", on_click=retry, id=f"retry-{kind}"),
                    id=f"error-{kind}",
                ),
                key=kind,
            )
            for kind in ("render", "effect", "handler", "async")
        ],
    )
"""


@pytest.mark.parametrize("kind", ["render", "effect", "handler", "async"])
def test_a_boundary_shows_its_fallback_and_the_rest_lives(
    kind: str, serve: Serve, watch: Watch
) -> None:
    """C4."""
    watched = watch()
    watched.open(serve(FRAGILE).url)

    watched.page.click(f"#{kind}")

    watched.until(lambda: watched.page.locator(f"#error-{kind}").count() == 1)
    assert f"{kind} failed" in watched.page.inner_text(f"#error-{kind}")
    watched.page.click("#count")
    watched.until(lambda: watched.page.inner_text("#count") == "count 1")
    watched.page.click(f"#retry-{kind}")
    watched.until(lambda: watched.page.locator(f"#{kind}").count() == 1)


SLOW = """
import time
from reactor_nb import page, use_state
from reactor_nb.html import button, div, p

@page("/")
def Home():
    done, set_done = use_state(0)
    def work():
        end = time.monotonic() + 1
        while time.monotonic() < end:
            pass
        set_done(done + 1)
    return div(button("work", id="work", on_click=work), p("done ", done, id="done"))
"""
FRAME_GAPS = """() => { window.__gap = 0; let last = performance.now();
  const step = now => { window.__gap = Math.max(window.__gap, now - last); last = now;
    requestAnimationFrame(step) }; requestAnimationFrame(step) }"""


def test_a_handler_that_computes_for_a_second_does_not_freeze_the_page(
    serve: Serve, watch: Watch
) -> None:
    watched = watch()
    watched.open(serve(SLOW).url)
    watched.page.wait_for_timeout(500)
    watched.page.evaluate(FRAME_GAPS)

    watched.page.click("#work")
    watched.until(lambda: watched.page.inner_text("#done") == "done 1")

    # A frozen page would show the whole second; half of it leaves room for a busy machine.
    assert watched.page.evaluate("window.__gap") < 500

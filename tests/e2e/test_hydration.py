"""The page that Python rendered on the server is taken over by Python in the browser."""

from __future__ import annotations

import re
import urllib.request

import pytest
from playwright.sync_api import Browser

from tests.e2e.real import EXAMPLES, Serve, Watch

EXAMPLE_TEXTS = {
    "01-counter.ipynb": r"<button[^>]*>",
    "02-todos.ipynb": r"<form[^>]*method=\"post\"",
    "03-explorer.ipynb": r"<svg",
}
MARK_NODES = """() => { window.__nodes = [...document.querySelectorAll('#reactor-root *')] }"""
SAME_NODES = """() => {
  const now = [...document.querySelectorAll('#reactor-root *')];
  return now.length === window.__nodes.length && now.every((node, i) => node === window.__nodes[i]);
}"""

COUNTER = """
from reactor_nb import component, page, use_state
from reactor_nb.html import button, div, h1, input, p

@page("/")
def Home():
    count, set_count = use_state(0)
    text, set_text = use_state("")
    return div(
        h1("Count ", count),
        button("more", id="more", on_click=lambda: set_count(count + 1)),
        input(id="text", value=text, on_input=lambda e: set_text(e.target.value)),
        p(text.upper(), id="shout"),
    )
"""


@pytest.mark.parametrize("name", EXAMPLE_TEXTS)
def test_with_javascript_off_the_whole_content_is_there(
    name: str, serve: Serve, browser: Browser
) -> None:
    server = serve(notebook=EXAMPLES / name)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(server.url)

    html = page.content()
    assert re.search(EXAMPLE_TEXTS[name], html)
    assert page.locator("h1").first.inner_text().strip()
    context.close()


@pytest.mark.parametrize("name", EXAMPLE_TEXTS)
def test_hydration_keeps_every_node_and_asks_no_other_origin(
    name: str, serve: Serve, watch: Watch
) -> None:
    server = serve(notebook=EXAMPLES / name)
    watched = watch()
    watched.open(server.url, live=False)
    watched.page.evaluate(MARK_NODES)

    watched.wait_for("live")

    assert watched.page.evaluate(SAME_NODES)
    assert watched.errors == []
    assert watched.foreign == []


def test_five_rapid_clicks_add_five(serve: Serve, watch: Watch) -> None:
    watched = watch()
    watched.open(serve(COUNTER).url)

    watched.page.evaluate(
        "() => { for (let i = 0; i < 5; i++) document.getElementById('more').click() }"
    )

    watched.until(lambda: watched.page.inner_text("h1") == "Count 5")


def test_clicks_and_typing_before_python_is_there_are_applied(serve: Serve, watch: Watch) -> None:
    """C3."""
    watched = watch()
    watched.page.goto(serve(COUNTER).url)
    assert watched.state() in ("server", "booting")
    watched.page.click("#more")
    watched.page.click("#more")
    watched.page.fill("#text", "early")

    watched.wait_for("live")

    watched.until(lambda: watched.page.inner_text("h1") == "Count 2")
    watched.until(lambda: watched.page.inner_text("#shout") == "EARLY")
    assert watched.page.input_value("#text") == "early"


def test_the_counter_works_with_the_server_stopped(serve: Serve, watch: Watch) -> None:
    server = serve(COUNTER, fresh=True)
    watched = watch()
    watched.open(server.url)
    server.stop()

    watched.page.click("#more")

    watched.until(lambda: watched.page.inner_text("h1") == "Count 1")


RANDOM = """
import random
from datetime import datetime
from reactor_nb import page, state, use_state
from reactor_nb.html import div, p

lucky = state(lambda: random.random())

@page("/")
def Home():
    chance, _ = use_state(random.random)
    now, _ = use_state(datetime.now)
    return div(p(chance, id="chance"), p(now.isoformat(), id="now"), p(lucky.value, id="lucky"))
"""


def test_random_numbers_and_clocks_agree_on_both_sides(serve: Serve, watch: Watch) -> None:
    watched = watch()
    watched.open(serve(RANDOM).url, live=False)
    before = [watched.page.inner_text(f"#{name}") for name in ("chance", "now", "lucky")]
    watched.page.evaluate(MARK_NODES)

    watched.wait_for("live")

    after = [watched.page.inner_text(f"#{name}") for name in ("chance", "now", "lucky")]
    assert after == before
    assert watched.page.evaluate(SAME_NODES)


MISMATCH = """
import sys
from reactor_nb import page, use_state
from reactor_nb.html import button, div, input, li, p, ul

@page("/")
def Home():
    here = "browser" if sys.platform == "emscripten" else "server"
    count, set_count = use_state(0)
    return div(
        p("made by the ", here, id="where", class_=here),
        ul([li("extra")] if here == "browser" else None, li("same", id="same")),
        input(id="typed"),
        button("count ", count, id="more", on_click=lambda: set_count(count + 1)),
    )
"""


def test_a_real_mismatch_is_reported_with_its_path_and_mended_in_place(
    serve: Serve, watch: Watch
) -> None:
    """C2."""
    watched = watch()
    watched.open(serve(MISMATCH).url, live=False)
    watched.page.fill("#typed", "kept")

    watched.wait_for("live")

    assert watched.page.inner_text("#where") == "made by the browser"
    assert watched.page.get_attribute("#where", "class") == "browser"
    assert watched.page.locator("li").all_inner_texts() == ["extra", "same"]
    assert watched.page.input_value("#typed") == "kept"
    watched.page.click("#more")
    watched.until(lambda: watched.page.inner_text("#more") == "count 1")
    assert any("p" in one and "server" in one for one in watched.warnings)


def test_a_node_that_an_extension_put_in_does_no_harm(serve: Serve, watch: Watch) -> None:
    """C2."""
    watched = watch()
    watched.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => "
        "document.querySelector('#reactor-root > div')"
        ".prepend(document.createElement('grammar-x')))"
    )
    watched.open(serve(COUNTER).url)

    watched.page.click("#more")

    watched.until(lambda: watched.page.inner_text("h1") == "Count 1")


def test_the_page_says_how_far_it_is_and_marks_the_times(serve: Serve, watch: Watch) -> None:
    watched = watch()
    watched.open(serve(COUNTER).url)

    marks = watched.page.evaluate("performance.getEntriesByType('mark').map(m => m.name)")

    assert [one for one in marks if one.startswith("reactor:")] == [
        "reactor:start",
        "reactor:python",
        "reactor:hydrated",
    ]


def test_the_html_the_server_sends_is_complete(serve: Serve) -> None:
    with urllib.request.urlopen(serve(COUNTER).url) as answer:
        html = answer.read().decode()
        policy = answer.headers["Content-Security-Policy"]

    assert "<h1>Count <!---->0</h1>" in html or "<h1>Count 0</h1>" in html
    assert "'wasm-unsafe-eval'" in policy
    assert "unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")

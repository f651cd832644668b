"""The flagship: todos in SQLite, through actions and a loader, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.real import EXAMPLES, Serve, Server, Watch, Watched

PAYLOADS = {
    "V1": "<script>pwn()</script>",
    "V2": '"><img src=x onerror=pwn()>',
    "V3": "x><script>pwn()</script",
    "V4": "x onmouseover=pwn() y",
    "V5": "x/onmouseover=pwn()/",
    "V6": '{"onclick":"pwn()"}',
    "V7": "javascript:pwn()",
    "V8": "\x01 javascript:pwn()",
    "V9": "JaVaScRiPt&#58;pwn()",
    "V10": "data:text/html,<script>pwn()</script>",
    "V14": "</script><!--<script>]]>",
}
HOOK = "window.__pwned = 0; window.pwn = () => { window.__pwned += 1 }"


@pytest.fixture
def todos(serve: Serve) -> Server:
    """The todo app on a database of its own."""
    return serve(notebook=EXAMPLES / "02-todos.ipynb", fresh=True)


def add(watched: Watched, title: str) -> None:
    """Type a title and submit it."""
    watched.page.fill("[name=title]", title)
    watched.page.press("[name=title]", "Enter")


def titles(watched: Watched) -> str:
    """Return all that the root shows."""
    return watched.page.inner_text("#reactor-root")


def test_todos_survive_a_restart_of_the_server(todos: Server, watch: Watch) -> None:
    watched = watch()
    watched.open(todos.url)
    # The list shows it before the server has it.
    with watched.page.expect_response("**/_reactor/actions/**"):
        add(watched, "buy milk")
    watched.until(lambda: "buy milk" in titles(watched))

    todos.stop()
    todos.start()
    watched.page.goto(todos.url)

    assert "buy milk" in titles(watched)


@pytest.mark.parametrize("case", PAYLOADS)
def test_a_hostile_title_is_shown_as_text(case: str, serve: Serve, watch: Watch) -> None:
    """V1–V10, V14: typed in the browser, sent to the action, patched in, rendered again."""
    server = serve(notebook=EXAMPLES / "02-todos.ipynb")
    watched = watch()
    watched.page.add_init_script(HOOK)
    watched.open(server.url)
    shown = f"{case} {PAYLOADS[case]}"

    add(watched, shown)

    expected = shown.replace("\x01", "").strip()
    watched.until(lambda: expected in titles(watched).replace("\x01", ""))
    watched.open(server.url)
    assert expected in titles(watched).replace("\x01", "")
    assert watched.page.evaluate("window.__pwned") == 0


def test_a_wrong_title_is_told_beside_its_field(todos: Server, watch: Watch) -> None:
    watched = watch()
    watched.open(todos.url)

    add(watched, "   ")

    watched.until(lambda: watched.page.locator("[name=title][aria-invalid=true]").count() == 1)


def test_without_javascript_a_todo_is_added_and_a_mistake_is_told(
    todos: Server, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(todos.url)

    page.fill("[name=title]", "no script")
    page.press("[name=title]", "Enter")

    assert "no script" in page.inner_text("#reactor-root")
    page.fill("[name=title]", "   ")
    page.press("[name=title]", "Enter")
    assert page.locator("[name=title][aria-invalid=true]").count() == 1
    page.reload()
    assert page.locator("[name=title][aria-invalid=true]").count() == 0
    context.close()

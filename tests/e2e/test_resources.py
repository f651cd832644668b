"""Resources, actions under way and changes ahead of time, in a real browser on a real server."""

from __future__ import annotations

import pytest

from tests.e2e.real import Serve, Server, Watch, Watched

SERVER = """
import asyncio
calls = {"posts": 0}
gates = {}
def gate(name):
    return gates.setdefault(name, asyncio.Event())
"""
ACTIONS = """
from reactor_nb import (
    ActionError, Suspense, action, component, page, public,
    use_action, use_optimistic, use_resource, use_state,
)
from reactor_nb.html import button, div, li, p, ul

@action(guard=public)
async def load_posts(topic: str) -> list[str]:
    calls["posts"] += 1
    if topic == "slow":
        await gate("posts").wait()
    return [f"{topic} {calls['posts']}"]

@action(guard=public)
async def add_post(title: str) -> str:
    await gate(title).wait()
    if title == "bad":
        raise ActionError("not this one", fields={"title": "is bad"})
    return title

@action(guard=public)
async def open_gate(name: str) -> None:
    gate(name).set()
"""
PAGE = """
@component
def Posts(topic: str):
    posts, handle = use_resource(lambda: load_posts(topic), [topic], handle=True)
    return [
        ul([li(post, key=post) for post in posts], id="posts", aria_busy=handle.pending),
        button("again", on_click=handle.refresh),
    ]

@component
def Counter():
    count, set_count = use_state(0)
    return button("count ", count, on_click=lambda: set_count(count + 1))

@page("/")
def Blog():
    topic, set_topic = use_state("news")
    is_open, set_open = use_state(False)
    return div(
        Suspense(Counter(), Posts(topic), fallback=p("wait")),
        button("slow", on_click=lambda: set_topic("slow")),
        button("open", on_click=lambda: set_open(True)),
        Suspense(Posts("slow"), fallback=p("wait for the other")) if is_open else None,
        Titles(),
    )

@component
def Titles():
    titles, set_titles = use_state(["first"])
    shown, add = use_optimistic(titles, lambda titles, title: [*titles, f"{title} …"])
    save = use_action(add_post)

    async def submit(title):
        add(title)
        try:
            saved = await save.run(title=title)
        except ActionError:
            return
        set_titles(lambda known: [*known, saved])

    return div(
        [button("add ", title, on_click=lambda title=title: submit(title))
         for title in ("good", "bad")],
        [button("open ", title, on_click=lambda title=title: open_gate(title))
         for title in ("good", "bad", "posts")],
        p(", ".join(shown), id="titles"),
        p("saving" if save.pending else "", save.error and save.error.fields["title"], id="save"),
    )
"""


@pytest.fixture
def blog(serve: Serve) -> Server:
    return serve(SERVER, ACTIONS, PAGE, fresh=True)


def text(watched: Watched, selector: str) -> str:
    return watched.page.inner_text(selector)


def click(watched: Watched, name: str) -> None:
    watched.page.get_by_role("button", name=name, exact=True).first.click()


def test_a_resource_is_loaded_once_and_a_later_one_keeps_the_old_value(
    blog: Server, watch: Watch
) -> None:
    watched = watch()
    asked: list[str] = []
    watched.page.on("request", lambda one: asked.append(one.url))
    watched.open(blog.url)
    assert text(watched, "#posts") == "news 1"
    assert not any("actions" in url for url in asked)

    click(watched, "count 0")
    click(watched, "again")
    watched.until(lambda: text(watched, "#posts") == "news 2")

    click(watched, "slow")
    watched.until(lambda: watched.page.get_attribute("#posts", "aria-busy") == "true")
    click(watched, "open")
    watched.until(lambda: "wait for the other" in text(watched, "#reactor-root"))
    assert text(watched, "#posts") == "news 2"
    assert "count 1" in text(watched, "#reactor-root")

    click(watched, "open posts")
    watched.until(lambda: watched.page.locator("li").count() == 2)
    assert "slow" in text(watched, "#posts")
    assert "wait" not in text(watched, "#reactor-root")
    assert watched.errors == []


def test_a_change_is_shown_at_once_and_goes_back_when_its_action_fails(
    blog: Server, watch: Watch
) -> None:
    watched = watch()
    watched.open(blog.url)

    click(watched, "add good")
    click(watched, "add bad")
    watched.until(lambda: text(watched, "#titles") == "first, good …, bad …")
    assert text(watched, "#save") == "saving"

    click(watched, "open bad")
    watched.until(lambda: text(watched, "#titles") == "first, good …")

    click(watched, "open good")
    watched.until(lambda: text(watched, "#titles") == "first, good")
    watched.until(lambda: text(watched, "#save") == "is bad")
    assert [one for one in watched.errors if "400" not in one] == []

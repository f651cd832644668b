"""Pages that are sent in parts: what is there at once, and the rest as it comes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from reactor_nb.core.hydrate import digest
from reactor_nb.server import ClientBundle, Settings
from tests.server.sites import browser, content_of, make_app, payload_of

APP = """
    import asyncio
    from collections import defaultdict
    from reactor_nb.core.boundary import ErrorBoundary
    from reactor_nb.core.head import Head
    from reactor_nb.core.resource import Suspense, use_resource

    gates = defaultdict(asyncio.Event)
    stopped = []

    @component
    def Slow(name: str, children=()):
        async def load() -> str:
            try:
                await gates[name].wait()
            except asyncio.CancelledError:
                stopped.append(name)
                raise
            if name.startswith("bad"):
                raise ValueError("password=hunter2")
            if name.startswith("moved"):
                raise Redirect('/elsewhere?"')
            if name.startswith("missing"):
                raise NotFound("no <such> thing")
            return name.upper()
        return b(use_resource(load, [name])), children

    def wait(name, *children):
        return Suspense(Slow(name=name, children=children), fallback=i(f"wait for {name}"))

    def both(path):
        def decorate(function):
            page(path, stream=True)(function)
            return page("/ordered" + path, stream="ordered")(function)
        return decorate

    @both("/two")
    def Two():
        return div("text ", wait("one"), " between ", wait("two"), " after")

    @both("/nested")
    def Nested():
        return ul(li(wait("outer", wait("inner"))), li(use_id()))

    @both("/without")
    def Without():
        return div(Slow("top"), wait("one"))

    @both("/plain")
    def Plain():
        return p("plain")

    @both("/head")
    def WithHead():
        return div(Head(title="first"), Suspense(Late(), fallback="wait"))

    @component
    def Late():
        return Slow("one"), Head(title="last", meta=[{"name": "robots", "content": "none"}])

    @both("/ids")
    def Ids():
        return div(Suspense(Labelled(name="one"), fallback="wait"), Labelled())

    @component
    def Labelled(name: str = ""):
        return p(id=use_id()), Slow(name=name, children=Labelled()) if name else None

    @both("/bad")
    def Bad():
        return div(p("there"), wait("bad"))

    @both("/moved")
    def Moved():
        return div(wait("moved"))

    @both("/missing")
    def Missing():
        return div(wait("missing"))

    @both("/caught")
    def Caught():
        return ErrorBoundary(wait("bad"), fallback=p("caught"))

    @both("/fails")
    def Fails():
        raise ValueError("at once")

    @both("/many")
    def Many():
        return ul([li(wait(f"{n}"), key=n) for n in range(80)])

    async def open_gates(names: str = ""):
        for name in names.split():
            gates[name].set()

    api("/open")(open_gates)

    @api("/stopped")
    async def tell():
        return stopped
"""


class Answer:
    """An answer as it arrives, one piece at a time."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.pieces: asyncio.Queue[str | None] = asyncio.Queue()
        self.gone = asyncio.Event()

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        if message.get("body"):
            await self.pieces.put(message["body"].decode())
        if not message.get("more_body"):
            await self.pieces.put(None)

    async def next(self) -> str:
        """Return the next piece that shows something."""
        piece = await asyncio.wait_for(self.pieces.get(), 5)
        assert piece is not None
        return piece

    async def rest(self) -> str:
        """Return all that is to come."""
        found = ""
        while (piece := await asyncio.wait_for(self.pieces.get(), 5)) is not None:
            found += piece
        return found


@asynccontextmanager
async def asking(app: Any, path: str, method: str = "GET") -> AsyncIterator[Answer]:
    """Ask for a page, and give the answer while it comes."""
    answer = Answer()
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"good.example")],
        "client": ("127.0.0.1", 1),
        "server": ("good.example", 80),
    }

    async def receive() -> Any:
        await answer.gone.wait()
        return {"type": "http.disconnect"}

    task = asyncio.create_task(app(scope, receive, answer.send))
    try:
        yield answer
    finally:
        answer.gone.set()
        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 5)


async def open_gates(app: Any, *names: str) -> None:
    """Let what is waited for arrive."""
    async with browser(app) as client:
        await client.get("/open", params={"names": " ".join(names)})


def part(html: str, place: str) -> str:
    """Return what replaces a fallback."""
    return f'<template>{html}</template><script nonce="N">__reactorPart("{place}")</script>'


def without_nonce(text: str) -> str:
    return re.sub(r'nonce="[^"]*"', 'nonce="N"', text)


async def test_what_waits_comes_in_any_order(bundle: ClientBundle) -> None:
    """PX-48"""
    app = make_app(APP, bundle)
    async with asking(app, "/two") as answer:
        start, shell = await answer.next(), await answer.next()
        await open_gates(app, "two")
        second = await answer.next()
        await open_gates(app, "one")
        first, end = await answer.next(), await answer.rest()

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert start.endswith('<main id="reactor-root">')
    assert shell.partition("</main>")[0] == (
        "<div>text <!--rnb 0/0/0--><i>wait for one</i><!--/rnb 0/0/0--> between "
        "<!--rnb 0/0/1--><i>wait for two</i><!--/rnb 0/0/1--> after</div>"
    )
    assert without_nonce(second) == part("<b>TWO</b>", "0/0/1")
    assert without_nonce(first) == part("<b>ONE</b>", "0/0/0")
    whole = "<div>text <b>ONE</b> between <b>TWO</b> after</div>"
    assert f'"digest":"{digest(whole)}"' in end
    assert end.endswith("</script></body></html>")


async def test_every_script_has_the_nonce_of_the_policy(bundle: ClientBundle) -> None:
    app = make_app(APP, bundle)
    await open_gates(app, "one", "two")
    async with asking(app, "/two") as answer:
        text = await answer.rest()

    [nonce] = re.findall(
        r"script-src 'self' 'nonce-([^']+)'", answer.headers["content-security-policy"]
    )
    scripts = re.findall(r"<script(?! type=\"application/json\")[^>]*>", text)
    assert len(scripts) == 5
    assert all(f'nonce="{nonce}"' in one for one in scripts)


async def test_a_part_may_bring_others_that_wait(bundle: ClientBundle) -> None:
    app = make_app(APP, bundle)
    async with asking(app, "/nested") as answer:
        shell = await answer.next() + await answer.next()
        await open_gates(app, "inner", "outer")
        outer, inner = await answer.next(), await answer.next()
        end = await answer.rest()

    assert "<li><!--rnb 0/0/0--><i>wait for outer</i><!--/rnb 0/0/0--></li>" in shell
    place = re.findall(r"<!--rnb ([\d/]+)-->", outer)
    assert without_nonce(outer) == part(
        f"<b>OUTER</b><!--rnb {place[0]}--><i>wait for inner</i><!--/rnb {place[0]}-->", "0/0/0"
    )
    assert without_nonce(inner) == part("<b>INNER</b>", place[0])
    assert '"digest":""' not in end


async def test_in_order_nothing_is_sent_before_what_stands_above_it(bundle: ClientBundle) -> None:
    app = make_app(APP, bundle)
    async with asking(app, "/ordered/two") as answer:
        await answer.next()
        first = await answer.next()
        await open_gates(app, "two")
        await open_gates(app, "one")
        second = await answer.next()
        rest = await answer.rest()

    html = first + (second + rest).partition("</main>")[0]
    assert first == "<div>text "
    assert html == "<div>text <b>ONE</b> between <b>TWO</b> after</div>"
    assert f'"digest":"{digest(html)}"' in rest
    assert "<!--rnb" not in html
    assert "__reactorPart" not in rest


@pytest.mark.parametrize("path", ["/without", "/ordered/without"])
async def test_what_waits_without_a_fallback_holds_the_page_back(
    bundle: ClientBundle, path: str
) -> None:
    app = make_app(APP, bundle)
    async with asking(app, path) as answer:
        for _ in range(20):
            await asyncio.sleep(0)
        assert answer.pieces.empty()
        await open_gates(app, "top")
        shell = await answer.next() + await answer.next()
        await open_gates(app, "one")
        await answer.rest()

    assert "<b>TOP</b>" in shell


@pytest.mark.parametrize("path", ["/plain", "/ordered/plain"])
async def test_a_page_in_which_nothing_waits_is_a_page_like_others(
    bundle: ClientBundle, path: str
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get(path)

    assert content_of(response) == "<p>plain</p>"
    assert payload_of(response)["digest"] == digest("<p>plain</p>")
    assert "__reactorPart" not in response.text


async def test_the_head_that_holds_at_the_end_takes_the_place_of_the_first(
    bundle: ClientBundle,
) -> None:
    app = make_app(APP, bundle)
    await open_gates(app, "one")
    async with asking(app, "/head") as answer:
        text = await answer.rest()
    head, _, late = text.partition("</head>")

    assert "<title data-rnb-head>first</title>" in head
    assert (
        '<template><title data-rnb-head>last</title><meta name="robots" content="none" '
        "data-rnb-head></template>"
    ) in late


async def test_what_a_part_changes_elsewhere_is_left_to_the_browser_to_find(
    bundle: ClientBundle,
) -> None:
    app = make_app(APP, bundle)
    await open_gates(app, "one")
    async with asking(app, "/ids") as answer:
        text = await answer.rest()

    assert '"digest":""' in text


@pytest.mark.parametrize("path", ["/bad", "/ordered/bad"])
async def test_an_error_after_the_start_is_told_where_the_page_is(
    bundle: ClientBundle, path: str
) -> None:
    app = make_app(APP, bundle)
    async with asking(app, path) as answer:
        shell = await answer.next() + await answer.next()
        await open_gates(app, "bad")
        rest = await answer.rest()

    assert "<p>there</p>" in shell
    assert "<h1>Something went wrong</h1>" in rest
    assert "reactor-payload" not in rest
    assert "hunter2" not in rest
    assert rest.endswith("</body></html>")


@pytest.mark.parametrize("path", ["/missing", "/ordered/missing"])
async def test_not_found_after_the_start_is_told_too(bundle: ClientBundle, path: str) -> None:
    app = make_app(APP, bundle)
    await open_gates(app, "missing")
    async with asking(app, path) as answer:
        text = await answer.rest()

    assert "<h1>This page does not exist</h1><p>no &lt;such&gt; thing</p>" in text


@pytest.mark.parametrize("path", ["/moved", "/ordered/moved"])
async def test_a_redirect_after_the_start_leads_on(bundle: ClientBundle, path: str) -> None:
    app = make_app(APP, bundle)
    await open_gates(app, "moved")
    async with asking(app, path) as answer:
        text = await answer.rest()

    assert '<meta http-equiv="refresh" content="0;url=/elsewhere?%22">' in text


@pytest.mark.parametrize(
    ("path", "shown"), [("/caught", '"digest":""'), ("/ordered/caught", "<p>caught</p>")]
)
async def test_what_a_boundary_catches_is_content(
    bundle: ClientBundle, path: str, shown: str
) -> None:
    app = make_app(APP, bundle)
    await open_gates(app, "bad")
    async with asking(app, path) as answer:
        text = await answer.rest()

    assert shown in text
    assert "reactor-payload" in text


async def test_an_error_before_the_start_has_its_status(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/fails")

    assert response.status_code == 500


@pytest.mark.parametrize("path", ["/two", "/ordered/two"])
async def test_what_does_not_come_in_time_is_left_to_the_browser(
    bundle: ClientBundle, path: str
) -> None:
    app = make_app(APP, bundle, Settings(time_limit=0.2))
    async with asking(app, path) as answer:
        text = await answer.rest()
    async with browser(app) as client:
        stopped = (await client.get("/stopped")).json()

    assert "<i>wait for one</i>" in text
    assert "reactor-payload" in text
    assert '"digest":""' not in text
    assert sorted(stopped) == ["one", "two"]


async def test_nothing_goes_on_when_the_visitor_is_gone(bundle: ClientBundle) -> None:
    app = make_app(APP, bundle)
    async with asking(app, "/two") as answer:
        await answer.next()
        await answer.next()
    async with browser(app) as client:
        stopped = (await client.get("/stopped")).json()

    assert sorted(stopped) == ["one", "two"]


async def test_many_parts_come_each_by_itself(bundle: ClientBundle) -> None:
    app = make_app(APP, bundle)
    async with asking(app, "/many") as answer:
        await answer.next()
        await answer.next()
        for number in range(80):
            await open_gates(app, str(number))
        text = await answer.rest()

    assert text.count("__reactorPart(") == 80
    assert '"digest":""' not in text


async def test_data_and_head_are_asked_for_as_ever(bundle: ClientBundle) -> None:
    app = make_app(APP, bundle)
    await open_gates(app, "one", "two")
    async with browser(app) as client:
        data = await client.get("/two", headers={"x-reactor-page": "1"})
        head = await client.head("/two")

    assert data.json()["path"] == "/two"
    assert head.status_code == 200

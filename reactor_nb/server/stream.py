"""A page that is sent in parts: what is there at once, and the rest as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from html import escape
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from reactor_nb.core import streaming
from reactor_nb.core.reconcile import MAX_RENDERS
from reactor_nb.core.work import using
from reactor_nb.errors import NotFound, Redirect
from reactor_nb.runtime.registry import Page, outside
from reactor_nb.runtime.render import Looked, Rendering
from reactor_nb.server.calls import as_page
from reactor_nb.server.embedding import script_json
from reactor_nb.server.faults import fault_message, problem_html
from reactor_nb.server.log import log_fault, log_slow
from reactor_nb.server.security import new_nonce
from reactor_nb.server.site import Site, base_of
from reactor_nb.server.time_limit import outcome

ORDERED: Final = "ordered"

# Puts what came last into its place. Looked up by their place, and by the browser's own functions:
# elements of the author's may have any name and id.
_MOVER: Final = """window.__reactorPart=(place)=>{
const find=(s)=>Document.prototype.querySelector.call(document,s);
const part=find("body>template:last-of-type"),root=find("body>#reactor-root");
const all=Document.prototype.createTreeWalker.call(document,root,128);let at;
while((at=all.nextNode())&&at.data!=="rnb "+place);
if(at){while(at.nextSibling&&at.nextSibling.data!=="/rnb "+place)at.nextSibling.remove();
at.after(part.content)}else if(!place)root.replaceChildren(part.content);
part.remove()};"""


class Stream:
    """One answer that is sent in parts.

    Args:
        site: the app.
        page: what is shown.
        request: what is answered.
        props: the properties of the page's component, as values.
        options: further ones of ``Rendering``.
    """

    def __init__(
        self, site: Site, page: Page, request: Request, props: dict[str, Any], **options: Any
    ) -> None:
        self._site = site
        self._page = page
        self._base = base_of(request)
        self._remote = as_page(site, request)
        self._rendering = Rendering(site.registry, page, props, **options)
        self._tasks: set[asyncio.Task[Any]] = set()
        # How many renders have started something: each may start the next one.
        self._rounds = 0
        self._end = asyncio.get_running_loop().time() + (site.settings.time_limit or 1e9)
        self.nonce = new_nonce()

    async def start(self) -> Looked:
        """Return the first render in which nothing waits but what is below a ``Suspense``.

        Raises:
            Exception: what the author's code raised while rendering.
        """
        try:
            looked = await self._look()
            while looked.is_waiting and await self._wait():
                looked = await self._look()
        except BaseException:
            self._stop()
            raise
        return looked

    async def parts(self, first: Looked) -> AsyncIterator[bytes]:
        """Yield the document, beginning with the first render."""
        send = self._ordered if self._page.stream == ORDERED else self._unordered
        try:
            async for text in send(first):
                yield text.encode("utf-8", "replace")
        finally:
            self._stop()

    async def _ordered(self, looked: Looked) -> AsyncIterator[str]:
        """Yield the HTML as far as it is there: nothing ever moves."""
        documents = self._site.documents
        head = looked.head
        yield documents.start(head, looked.html_attributes, self._base, self.nonce)
        sent = 0
        try:
            while True:
                html = streaming.ready(looked.parts)
                yield html[sent:]
                sent = max(sent, len(html))
                if not streaming.waiting(looked.parts) or not await self._wait():
                    break
                looked = await self._look()
            whole = self._rendering.rendered(looked)
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            # Where it was to go on; so all that is open is closed.
            yield f"{self._told(error)}</select></table></main></body></html>"
            return
        yield f"{whole.html[sent:]}</main>{self._late_head(head, looked)}"
        yield documents.end(whole, self._base)

    async def _unordered(self, looked: Looked) -> AsyncIterator[str]:
        """Yield the page with fallbacks, then each part that replaces one."""
        documents = self._site.documents
        head = looked.head
        shown = streaming.marked(looked.parts)
        waiting = streaming.waiting(looked.parts)
        yield documents.start(head, looked.html_attributes, self._base, self.nonce)
        yield f"{shown}</main>{self._script(_MOVER) if waiting else ''}"
        try:
            while waiting and await self._wait():
                looked = await self._look()
                for place in list(waiting):
                    found = streaming.inside(looked.parts, place)
                    if found is None:
                        continue
                    part = streaming.marked(found)
                    waiting.remove(place)
                    waiting += streaming.waiting(found)
                    shown = _replaced(shown, place, part)
                    yield self._moved(part, place)
            whole = self._rendering.rendered(looked)
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            yield f"{self._moved(self._told(error), '')}</body></html>"
            return
        for place in waiting:
            shown = shown.replace(streaming.opening(place), "")
            shown = shown.replace(streaming.closing(place), "")
        # What came later may have changed what was there; then the browser compares in depth.
        if shown != whole.html:
            whole = replace(whole, payload={**whole.payload, "digest": ""})
        yield f"{self._late_head(head, looked)}{documents.end(whole, self._base)}"

    async def _look(self) -> Looked:
        with using(outside, self._remote):
            looked = await run_in_threadpool(self._rendering.look)
        self._rounds += bool(looked.started)
        for one in looked.started:
            self._tasks.add(asyncio.create_task(outcome(one.work), context=one.context))
        return looked

    async def _wait(self) -> bool:
        """Wait until something that was waited for is there; return whether anything is."""
        if not self._tasks or self._rounds > MAX_RENDERS:
            return False
        left = self._end - asyncio.get_running_loop().time()
        done, self._tasks = await asyncio.wait(
            self._tasks, timeout=max(left, 0), return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            _, error = task.result()
            if error is not None:
                raise error
        if not done:
            log_slow(f"a resource of page {self._page.name}", self._site.settings.time_limit)
        return bool(done)

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = set()

    def _script(self, text: str) -> str:
        return f'<script nonce="{self.nonce}">{text}</script>'

    def _moved(self, part: str, place: str) -> str:
        return f"<template>{part}</template>" + self._script(f"__reactorPart({script_json(place)})")

    def _late_head(self, before: str, looked: Looked) -> str:
        """Return what puts another head in the place of the one that was sent."""
        if looked.head == before:
            return ""
        title = ",head>title" if "<title" in looked.head else ""
        return f"<template>{looked.head}</template>" + self._script(
            "(()=>{const f=(s)=>Document.prototype.querySelectorAll.call(document,s);"
            "const[part]=f('body>template:last-of-type');"
            f"f('head>[data-rnb-head]{title}').forEach((one)=>one.remove());"
            "f('head')[0].append(part.content);part.remove()})()"
        )

    def _told(self, error: BaseException) -> str:
        """Return what tells of an error when part of the page is sent already."""
        if isinstance(error, Redirect):
            location = self._site.location(error.url, self._base)
            return f'<meta http-equiv="refresh" content="0;url={escape(location)}">'
        if isinstance(error, NotFound):
            return problem_html(404, str(error), base=self._base)
        number = log_fault(error, f"page {self._page.name}")
        return problem_html(500, fault_message(number), base=self._base)


def _replaced(shown: str, place: str, part: str) -> str:
    before, _, rest = shown.partition(streaming.opening(place))
    return before + part + rest.partition(streaming.closing(place))[2]

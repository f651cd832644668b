"""An exported app under test, called in this process: as a visitor without JavaScript uses it."""

from __future__ import annotations

import weakref
from collections.abc import Generator
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from reactor_nb.asgi import ORIGIN, App, Response, ask
from reactor_nb.testing.elements import Element, fields_of
from reactor_nb.testing.parsed import parse_page
from reactor_nb.testing.queries import Queries, QueryError, chosen_option
from reactor_nb.testing.waiting import Done, Loop

_MOST_REDIRECTS = 10
_FORM = "application/x-www-form-urlencoded"


class AppPage(Queries):
    """The page of an app that a visitor looks at; links and forms lead to the next.

    Each step returns something to ``await`` where an event loop runs; in other code it has
    happened already.
    """

    def __init__(self, app: App, path: str) -> None:
        self._app = app
        self._loop = Loop()
        weakref.finalize(self, self._loop.close)  # for who does not close it
        self._cookies: dict[str, str] = {}
        self._page = parse_page("")
        self.url = "/"
        self.status = 0
        self.html = ""
        self._started = self.visit(path)

    def __await__(self) -> Generator[Any, None, AppPage]:
        """Wait for the first page; return it."""
        yield from self._started.__await__()
        return self

    @property
    def text(self) -> str:
        """The text of the page."""
        return self._body().text

    def page(self) -> Element:
        """Return the elements of the page."""
        return self._page

    def visit(self, path: str) -> Done:
        """Go to an address of the app."""
        return self._go("GET", urljoin(self.url, path))

    def type(self, element: Element, text: str) -> None:
        """Put a text into a field."""
        self._usable(element).value = text

    def select(self, element: Element, option: str) -> None:
        """Choose an option of a ``select``, by its text or its value.

        Raises:
            QueryError: there is no such option.
        """
        self._usable(element).value = chosen_option(element, option)

    def click(self, element: Element) -> Done:
        """Follow a link, submit the form of a button, or change a checkbox.

        Raises:
            QueryError: without JavaScript, nothing happens at this element.
        """
        link = element.nearest(lambda one: one.tag == "a" and "href" in one.attributes)
        if link is not None:
            return self._go("GET", urljoin(self.url, link.get("href")))
        used = self._usable(element)
        if used.get("type") in ("checkbox", "radio"):
            used.checked = used.get("type") == "radio" or not used.checked
            return Done(None)
        button = used.nearest(lambda one: one.tag in ("button", "input"))
        if button is None or button.get("type") in ("button", "reset"):
            raise QueryError(f"without JavaScript nothing happens at {element!r}")
        return self._submit(button, button)

    def submit(self, element: Element) -> Done:
        """Submit a form; any element in it will do.

        Raises:
            QueryError: there is no form.
        """
        return self._submit(element, None)

    def close(self) -> None:
        """Let the event loop go."""
        self._loop.close()

    def _submit(self, element: Element, submitter: Element | None) -> Done:
        form = element.nearest(lambda one: one.tag == "form")
        if form is None:
            raise QueryError(f"{element!r} is in no form")
        fields = urlencode(fields_of(form, submitter))
        address = urljoin(self.url, form.get("action") or self.url)
        if form.get("method").lower() == "post":
            return self._go("POST", address, fields.encode())
        return self._go("GET", f"{urlsplit(address).path}?{fields}")

    def _go(self, method: str, url: str, body: bytes = b"") -> Done:
        async def rest() -> None:
            await self._follow(method, url, body)

        return self._loop.do(lambda: None, rest)

    async def _follow(self, method: str, url: str, body: bytes) -> None:
        for _ in range(_MOST_REDIRECTS):
            answer = await self._ask(method, url, body)
            place = answer.header("location")
            if not 300 <= answer.status < 400 or not place:
                self._show(url, answer)
                return
            method, url, body = "GET", urljoin(url, place), b""
        raise QueryError(f"{url} redirects again and again")

    async def _ask(self, method: str, url: str, body: bytes) -> Response:
        headers = [("accept", "text/html")]
        if self._cookies:
            headers.append(("cookie", "; ".join(f"{k}={v}" for k, v in self._cookies.items())))
        if method == "POST":
            headers += [("content-type", _FORM), ("content-length", str(len(body)))]
            headers += [("origin", ORIGIN), ("sec-fetch-site", "same-origin")]
        answer = await ask(self._app, method, url, headers, body)
        for cookie in answer.values("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer

    def _show(self, url: str, answer: Response) -> None:
        self.url, self.status = url, answer.status
        self.html = answer.text
        self._page = parse_page(self.html)

    def _body(self) -> Element:
        return next((one for one in self._page.elements() if one.tag == "body"), self._page)

    def _usable(self, element: Element) -> Element:
        if element.disabled:
            raise QueryError(f"{element!r} is disabled")
        return element


def open_app(app: App, path: str = "/") -> AppPage:
    """Open an app in this process, at one of its addresses, and return the page to be used.

    Where an event loop runs, write ``page = await open_app(app)``.

    Args:
        app: an ASGI app, such as ``create_app(*read_export(folder))`` of ``reactor_nb.server``.
        path: the first address.
    """
    return AppPage(app, path)

"""The cookies of the app in a preview: a frame of no origin has none, so they are kept here."""

from __future__ import annotations

import time
from dataclasses import replace
from email.utils import parsedate_to_datetime
from http.cookies import CookieError, Morsel, SimpleCookie
from urllib.parse import urlsplit

from reactor_nb.asgi import Response
from reactor_nb.kernel.asking import Question


class Jar:
    """The cookies of one preview."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def add_to(self, question: Question) -> Question:
        """Return a request as a browser sends it: pages do not set cookies by themselves."""
        path = urlsplit(question.url).path
        sent = [f"{name}={text}" for (name, at), text in self._kept.items() if _below(path, at)]
        headers = {
            name: text for name, text in question.headers.items() if name.lower() != "cookie"
        }
        if sent:
            headers["cookie"] = "; ".join(sent)
        return replace(question, headers=headers)

    def take_from(self, reply: Response) -> Response:
        """Keep what an answer sets; no page gets to see that."""
        for text in reply.values("set-cookie"):
            try:
                found = SimpleCookie(text)
            except CookieError:
                continue
            for one in found.values():
                self._keep(one)
        kept = tuple(pair for pair in reply.headers if pair[0] != "set-cookie")
        return replace(reply, headers=kept)

    def _keep(self, one: Morsel[str]) -> None:
        place = (one.key, one["path"] or "/")
        if _is_over(one):
            self._kept.pop(place, None)
        else:
            self._kept[place] = one.coded_value


def _below(path: str, at: str) -> bool:
    return path == at or path.startswith(at if at.endswith("/") else f"{at}/")


def _is_over(one: Morsel[str]) -> bool:
    if one["max-age"]:
        return str(one["max-age"]).startswith(("-", "0"))
    try:
        return bool(one["expires"]) and (
            parsedate_to_datetime(one["expires"]).timestamp() <= time.time()
        )
    except ValueError:
        return False

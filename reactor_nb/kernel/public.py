"""Files of ``public/`` for a preview without a server: the frame asks for each by its address."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from reactor_nb.asgi import Response
from reactor_nb.kernel.asking import Question
from reactor_nb.kernel.showing import Answer
from reactor_nb.server.public import media_type, public_file

_PLACE: Final = "/public/"


def with_public(answer: Answer, public: Path | None) -> Answer:
    """Return what answers requests for files, too.

    Args:
        answer: answers all others.
        public: the folder, if there is one.
    """
    if public is None:
        return answer

    async def answered(question: Question) -> Response:
        path = unquote(urlsplit(question.url).path)
        if question.method != "GET" or not path.startswith(_PLACE):
            return await answer(question)
        return _file(public, path.removeprefix(_PLACE))

    return answered


def _file(public: Path, name: str) -> Response:
    path = public_file(public, name)
    try:
        content = None if path is None else path.read_bytes()
    except OSError:
        content = None
    if content is None:
        return Response(404, (("content-type", "text/plain"),), b"This file does not exist.")
    return Response(200, (("content-type", media_type(name)),), content)

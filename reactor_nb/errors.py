"""Every exception that reactor_nb raises; each carries its facts as fields."""

from __future__ import annotations

from collections.abc import Mapping


class ReactorError(Exception):
    """The base of all exceptions of this package."""


class ElementError(ReactorError, ValueError):
    """An element, attribute or child that HTML or we cannot take."""


class HookError(ReactorError):
    """A hook called where, when or in an order it must not be."""


class RenderError(ReactorError):
    """A component that cannot be rendered: endless updates, too deep, wrong result."""


class StateError(ReactorError):
    """Page state used where no page is, as in an action or a loader."""


class CodecError(ReactorError, ValueError):
    """A value that cannot cross the wire, or data that does not fit its type.

    Args:
        path: where in the value the fault is, such as ``todos[3].title``; empty at its top.
        message: what is wrong there.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class ActionError(ReactorError):
    """Raised by an action to tell its caller, and raised again at the caller.

    Args:
        message: one sentence for the person who uses the app.
        status: the HTTP status of the answer.
        fields: a message for each field that is wrong.
    """

    def __init__(
        self, message: str, status: int = 400, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.fields = dict(fields or {})


class LoaderError(ReactorError):
    """Raised by a loader that cannot give its page the data.

    Args:
        message: one sentence for the person who opened the page.
        status: the HTTP status of the page.
    """

    def __init__(self, message: str, status: int = 500) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class Answer(ReactorError):
    """What a request is answered with in place of a page; no boundary catches it."""


class NotFound(Answer):
    """Raised in a loader, an action or a component: what was asked for does not exist."""


class Redirect(Answer):
    """Raised in a loader, an action or a component to send the browser elsewhere.

    Args:
        url: the address to go to; a path of this app.
        status: the HTTP status; 303 by default.
    """

    def __init__(self, url: str, status: int = 303) -> None:
        super().__init__(url)
        self.url = url
        self.status = status


class NotebookError(ReactorError):
    """A notebook file that cannot be read.

    Args:
        message: what is wrong and what to do.
        path: the file.
        line: the line of the file, where known.
        offset: the byte of the file, where known.
        cell: the cell, counted from 1, where known.
    """

    def __init__(
        self,
        message: str,
        path: object = "",
        *,
        line: int | None = None,
        offset: int | None = None,
        cell: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = str(path)
        self.line = line
        self.offset = offset
        self.cell = cell


class ExportError(ReactorError):
    """An export that could not be made; the old output is as it was."""

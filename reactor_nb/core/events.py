"""Events: what a handler gets, and what is declared about it in advance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import CO_VARARGS, Parameter, signature
from types import FunctionType
from typing import Any, TypeAlias

from reactor_nb.errors import ReactorError

EventOptions: TypeAlias = "int | Mapping[str, Any]"


class On:
    """A handler together with what the browser must decide itself; see ``on``."""

    __slots__ = ("handler", "options")

    def __init__(self, handler: Callable[..., Any], options: Mapping[str, Any]) -> None:
        self.handler = handler
        self.options = options


def on(
    handler: Callable[..., Any],
    *,
    prevent_default: bool = False,
    stop_propagation: bool = False,
    capture: bool = False,
    passive: bool = False,
    debounce_ms: int = 0,
    throttle_ms: int = 0,
) -> On:
    """Return a handler with the things that must be decided in the browser, before Python runs.

    Args:
        handler: the function to call, sync or async.
        prevent_default: keep the browser from its own answer to the event.
        stop_propagation: handlers of the elements around this one do not get the event.
        capture: be called before the handlers of the elements inside.
        passive: promise not to prevent the default, so that scrolling stays smooth.
        debounce_ms: milliseconds of silence to wait for; only the last event arrives.
        throttle_ms: milliseconds that pass at least between two events.

    Raises:
        ReactorError: ``handler`` is not callable, or a time is negative.
    """
    if not callable(handler):
        raise ReactorError(f"on() takes a function, not {type(handler).__name__}")
    if debounce_ms < 0 or throttle_ms < 0:
        raise ReactorError("debounce_ms and throttle_ms are milliseconds, not below 0")
    options = {
        "prevent": prevent_default,
        "stop": stop_propagation,
        "capture": capture,
        "passive": passive,
        "debounce": debounce_ms,
        "throttle": throttle_ms,
    }
    return On(handler, options)


class FileInfo:
    """A file that was chosen in a file input: its name, size in bytes, and media type."""

    __slots__ = ("name", "size", "type")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.name = str(data.get("name", ""))
        self.size = int(data.get("size", 0))
        self.type = str(data.get("type", ""))


class Target:
    """The element that an event happened at, as it was at that moment."""

    __slots__ = ("checked", "dataset", "files", "id", "name", "type", "value", "values")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.id = str(data.get("id") or "")
        self.name = str(data.get("name") or "")
        self.type = str(data.get("type") or "")
        self.value = str(data.get("value") or "")
        self.checked = data.get("checked") is True
        self.dataset: dict[str, str] = dict(data.get("dataset") or {})
        self.values: list[str] = list(data.get("values") or [])
        self.files = [FileInfo(one) for one in data.get("files") or []]


class Event:
    """What happened: the ``type``, where, and with which keys and buttons."""

    __slots__ = ("_data", "current_target", "target", "type")

    def __init__(self, kind: str, data: Mapping[str, Any], current: Mapping[str, Any]) -> None:
        self._data = data
        self.type = kind
        self.target = Target(data.get("target") or {})
        self.current_target = Target(current) if current else self.target

    @property
    def key(self) -> str:
        """The key that was pressed, such as ``"Enter"`` or ``"a"``."""
        return str(self._data.get("key", ""))

    @property
    def code(self) -> str:
        """The place of the key on the keyboard, such as ``"KeyA"``."""
        return str(self._data.get("code", ""))

    @property
    def alt(self) -> bool:
        """Whether Alt was held."""
        return bool(self._data.get("alt"))

    @property
    def ctrl(self) -> bool:
        """Whether Control was held."""
        return bool(self._data.get("ctrl"))

    @property
    def meta(self) -> bool:
        """Whether Meta (Command) was held."""
        return bool(self._data.get("meta"))

    @property
    def shift(self) -> bool:
        """Whether Shift was held."""
        return bool(self._data.get("shift"))

    @property
    def repeat(self) -> bool:
        """Whether a held key repeats itself."""
        return bool(self._data.get("repeat"))

    @property
    def button(self) -> int:
        """The number of the mouse button: 0 main, 1 middle, 2 second."""
        return int(self._data.get("button", 0))

    @property
    def x(self) -> float:
        """The pointer's distance from the window's left edge, in CSS pixels."""
        return float(self._data.get("x", 0))

    @property
    def y(self) -> float:
        """The pointer's distance from the window's top edge, in CSS pixels."""
        return float(self._data.get("y", 0))

    @property
    def form(self) -> dict[str, str | list[str]]:
        """The fields of a submitted form; a name given more than once has a list."""
        fields: dict[str, str | list[str]] = {}
        for name, value in self._data.get("form") or []:
            if name not in fields:
                fields[name] = value
                continue
            known = fields[name]
            fields[name] = [*known, value] if isinstance(known, list) else [known, value]
        return fields

    def prevent_default(self) -> None:
        """Raise: Python is told too late; declare it with ``on(…, prevent_default=True)``."""
        raise ReactorError(
            "the browser has answered this event already; declare "
            "on(handler, prevent_default=True) at the element instead"
        )

    def stop_propagation(self) -> None:
        """Raise: Python is told too late; declare it with ``on(…, stop_propagation=True)``."""
        raise ReactorError(
            "this event has gone its way already; declare "
            "on(handler, stop_propagation=True) at the element instead"
        )


def wire_options(event: str, handler: Any) -> EventOptions:
    """Return what the page must know of a handler: ``1``, or its declared options."""
    options: dict[str, Any] = dict(handler.options) if isinstance(handler, On) else {}
    if event == "submit":
        options["prevent"] = True
    return {name: value for name, value in options.items() if value} or 1


def call_handler(handler: Any, event: Event) -> Any:
    """Call a handler with the event, or without if it asks for nothing.

    A parameter with a default is the author's own, as in ``lambda item=item: remove(item)``.
    """
    function = handler.handler if isinstance(handler, On) else handler
    return function(event) if _takes_event(function) else function()


def _takes_event(function: Callable[..., Any]) -> bool:
    if isinstance(function, FunctionType) and not hasattr(function, "__wrapped__"):
        required = function.__code__.co_argcount - len(function.__defaults__ or ())
        return required > 0 or bool(function.__code__.co_flags & CO_VARARGS)
    try:
        parameters = signature(function).parameters.values()
    except ValueError:
        return True
    return any(_may_be_event(one) for one in parameters)


def _may_be_event(parameter: Parameter) -> bool:
    if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
        return parameter.default is parameter.empty
    return parameter.kind is parameter.VAR_POSITIONAL

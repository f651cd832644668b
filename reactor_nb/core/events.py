"""Events: what a handler gets, and what is declared about it in advance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import CO_VARARGS, Parameter
from types import FunctionType
from typing import Any, Final, TypeAlias

from reactor_nb.core.signature import signature_of
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


# No pointer, button or file is beyond this, and neither is a number that is none.
_FAR: Final = 1e15


def as_mapping(value: object) -> Mapping[str, Any]:
    """Return a mapping of a page's data; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return a list of a page's data; an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _number(data: Mapping[str, Any], name: str) -> float:
    value = data.get(name)
    if isinstance(value, (int, float)) and -_FAR < value < _FAR:
        return float(value)
    return 0.0


class FileInfo:
    """A file that was chosen in a file input: its name, size in bytes, and media type."""

    __slots__ = ("name", "size", "type")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.name = _text(data, "name")
        self.size = int(_number(data, "size"))
        self.type = _text(data, "type")


class Target:
    """The element that an event happened at, as it was at that moment."""

    __slots__ = ("checked", "dataset", "files", "id", "name", "type", "value", "values")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.id = _text(data, "id")
        self.name = _text(data, "name")
        self.type = _text(data, "type")
        self.value = _text(data, "value")
        self.checked = data.get("checked") is True
        self.dataset: dict[str, str] = dict(as_mapping(data.get("dataset")))
        self.values = [one for one in as_list(data.get("values")) if isinstance(one, str)]
        self.files = [FileInfo(as_mapping(one)) for one in as_list(data.get("files"))]


class Event:
    """What happened: the ``type``, where, and with which keys and buttons.

    The data come from a page: what has another type than it should is as good as absent.
    """

    __slots__ = ("_current", "_current_target", "_data", "_target", "type")

    def __init__(self, kind: str, data: Mapping[str, Any], current: object) -> None:
        self._data = data
        self._current = current
        self._target: Target | None = None
        self._current_target: Target | None = None
        self.type = kind

    @property
    def target(self) -> Target:
        """The element that the event happened at."""
        if self._target is None:
            self._target = Target(as_mapping(self._data.get("target")))
        return self._target

    @property
    def current_target(self) -> Target:
        """The element whose handler is called."""
        if self._current_target is None:
            described = as_mapping(self._current)
            self._current_target = Target(described) if described else self.target
        return self._current_target

    @property
    def key(self) -> str:
        """The key that was pressed, such as ``"Enter"`` or ``"a"``."""
        return _text(self._data, "key")

    @property
    def code(self) -> str:
        """The place of the key on the keyboard, such as ``"KeyA"``."""
        return _text(self._data, "code")

    @property
    def alt(self) -> bool:
        """Whether Alt was held."""
        return self._data.get("alt") is True

    @property
    def ctrl(self) -> bool:
        """Whether Control was held."""
        return self._data.get("ctrl") is True

    @property
    def meta(self) -> bool:
        """Whether Meta (Command) was held."""
        return self._data.get("meta") is True

    @property
    def shift(self) -> bool:
        """Whether Shift was held."""
        return self._data.get("shift") is True

    @property
    def repeat(self) -> bool:
        """Whether a held key repeats itself."""
        return self._data.get("repeat") is True

    @property
    def button(self) -> int:
        """The number of the mouse button: 0 main, 1 middle, 2 second."""
        return int(_number(self._data, "button"))

    @property
    def x(self) -> float:
        """The pointer's distance from the window's left edge, in CSS pixels."""
        return _number(self._data, "x")

    @property
    def y(self) -> float:
        """The pointer's distance from the window's top edge, in CSS pixels."""
        return _number(self._data, "y")

    @property
    def form(self) -> dict[str, str | list[str]]:
        """The fields of a submitted form; a name given more than once has a list."""
        fields: dict[str, str | list[str]] = {}
        for field in as_list(self._data.get("form")):
            match field:
                case [str(name), str(value)] if name in fields:
                    known = fields[name]
                    fields[name] = [*known, value] if isinstance(known, list) else [known, value]
                case [str(name), str(value)]:
                    fields[name] = value
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


def same_options(event: str, old: Any, new: Any) -> bool:
    """Return whether the page must know the same of two handlers."""
    if not isinstance(old, On) and not isinstance(new, On):
        return True
    return wire_options(event, old) == wire_options(event, new)


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
        parameters = signature_of(function).parameters.values()
    except ValueError:
        return True
    return any(_may_be_event(one) for one in parameters)


def _may_be_event(parameter: Parameter) -> bool:
    if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
        return parameter.default is parameter.empty
    return parameter.kind is parameter.VAR_POSITIONAL

"""A call of an action from outside: guard, arguments, result, and what may be told of an error."""

from __future__ import annotations

import inspect
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from reactor_nb.core.codec import MAX_DEPTH, CodecErrors, decode, decode_text, encode
from reactor_nb.core.state import forbid
from reactor_nb.core.work import using
from reactor_nb.errors import ActionError, CodecError, NotFound, Redirect
from reactor_nb.runtime.registry import Action, Registry, Remote, outside

RunSync: TypeAlias = Callable[[Callable[[], Any]], Awaitable[Any]]
Report: TypeAlias = Callable[[BaseException, str], str]

_log = logging.getLogger("reactor_nb")


@dataclass(frozen=True, slots=True)
class ActionReply:
    """The answer to a call: an HTTP status and a JSON object.

    The object is ``{"result": …}`` or ``{"error": {"code", "message", "fields"}}``; a redirect
    adds ``"redirect": url`` to a result of null.
    """

    status: int
    body: dict[str, Any]


def report_error(error: BaseException, what: str) -> str:
    """Log an error under a new id and return the id."""
    number = secrets.token_hex(4)
    _log.error("%s failed (error %s)", what, number, exc_info=error)
    return number


@dataclass(frozen=True, slots=True)
class Calling:
    """What a host gives to every call.

    Args:
        run_sync: runs a function that may block; without it, it runs at once.
        report: notes an error that nobody expected and returns the id under which it is noted.
        depth: how deep arguments may be nested.
    """

    run_sync: RunSync | None = None
    report: Report = report_error
    depth: int = MAX_DEPTH


def refusal(
    status: int, code: str, message: str, fields: Mapping[str, str] | None = None
) -> ActionReply:
    """Return the answer to a call that was not done."""
    return ActionReply(
        status, {"error": {"code": code, "message": message, "fields": dict(fields or {})}}
    )


NOT_FOUND: Final = refusal(404, "not_found", "there is nothing of this name")
_DEFAULT: Final = Calling()


class _Invalid(Exception):
    """Arguments that do not fit."""

    def __init__(self, error: CodecError) -> None:
        super().__init__(str(error))
        self.fields = error.faults if isinstance(error, CodecErrors) else _one(error)


def _one(error: CodecError) -> dict[str, str]:
    return {error.path: error.message} if error.path else {}


async def call_action(
    registry: Registry,
    name: str,
    payload: object,
    request: object = None,
    calling: Calling = _DEFAULT,
) -> ActionReply:
    """Call an action with JSON arguments.

    Args:
        registry: the app; only its actions can be called.
        name: which.
        payload: JSON data, an object of parameter names.
        request: what the guard is given.
        calling: what the host provides.
    """
    action = registry.actions.get(name)
    if action is None:
        return NOT_FOUND
    return await _perform(
        action, lambda: decode_arguments(action, payload, calling.depth), request, calling
    )


def as_outside(registry: Registry, request: object, calling: Calling) -> Remote:
    """Return what calls actions as a page would, and no other way.

    A component runs on both sides. Its calls on the server must not get past a guard that stops
    them in the browser.

    Args:
        registry: the app.
        request: what a guard is given.
        calling: what the host gives to every call.
    """

    async def call(name: str, arguments: Mapping[str, Any]) -> Any:
        with using(outside, None):
            reply = await call_action(registry, name, dict(arguments), request, calling)
        if "redirect" in reply.body:
            raise Redirect(reply.body["redirect"])
        if "error" in reply.body:
            error = reply.body["error"]
            raise ActionError(error["message"], reply.status, error["fields"])
        return reply.body.get("result")

    return call


async def call_action_form(
    registry: Registry,
    name: str,
    fields: Mapping[str, Sequence[str | bytes]],
    request: object = None,
    calling: Calling = _DEFAULT,
) -> ActionReply:
    """Call an action with the fields of an HTML form: texts, and files as bytes."""
    action = registry.actions.get(name)
    if action is None:
        return NOT_FOUND
    return await _perform(action, lambda: decode_text(fields, action.parameters), request, calling)


def decode_arguments(action: Action, payload: object, depth: int = MAX_DEPTH) -> dict[str, Any]:
    """Return the arguments of a call from outside, checked by the action's signature.

    Raises:
        CodecError: an argument is missing, unknown or of the wrong type; all of them are named.
    """
    if not isinstance(payload, dict):
        raise CodecError("", "the body must be an object of parameter names")
    faults = {
        str(name)[:60]: f"is not a parameter of {action.name}"
        for name in payload
        if name not in action.parameters
    }
    values: dict[str, Any] = {}
    for name, (annotation, needed) in action.parameters.items():
        if name in payload:
            try:
                values[name] = decode(payload[name], annotation, path=name, depth=depth)
            except CodecErrors as error:
                faults.update(error.faults)
            except CodecError as error:
                faults[error.path] = error.message
        elif needed:
            faults[name] = "is missing"
    if faults:
        raise CodecErrors(faults)
    return values


async def _perform(
    action: Action, arguments: Callable[[], dict[str, Any]], request: object, calling: Calling
) -> ActionReply:
    try:
        with forbid():
            result = await _guarded_call(action, arguments, request, calling)
        return ActionReply(200, {"result": encode(result, action.result, path="the result")})
    except _Invalid as error:
        return refusal(422, "invalid", str(error), error.fields)
    except ActionError as error:
        status = error.status if 400 <= error.status <= 599 else 400
        return refusal(status, "failed", error.message, error.fields)
    except NotFound:
        return NOT_FOUND
    except Redirect as error:
        return ActionReply(200, {"result": None, "redirect": error.url})
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        # Whatever the author's code raised, the process and its other visitors go on.
        return _failed(action, error, calling)


async def _guarded_call(
    action: Action, arguments: Callable[[], dict[str, Any]], request: object, calling: Calling
) -> Any:
    if action.guard is not None:
        await _call(action.guard, (request,), {}, calling)
    try:
        values = arguments()
    except CodecError as error:
        raise _Invalid(error) from None
    return await _call(action.func, (), values, calling)


async def _call(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], calling: Calling
) -> Any:
    """Call a function of the author's: a sync one where it may block."""
    if calling.run_sync is None or inspect.iscoroutinefunction(function):
        result = function(*args, **kwargs)
    else:
        result = await calling.run_sync(lambda: function(*args, **kwargs))
    return await result if inspect.isawaitable(result) else result


def _failed(action: Action, error: BaseException, calling: Calling) -> ActionReply:
    """Return the answer to an error: nothing of it but an id, unless it is meant for the client."""
    status, detail = getattr(error, "status_code", None), getattr(error, "detail", None)
    if isinstance(status, int) and 400 <= status <= 499 and isinstance(detail, str):
        # As FastAPI's dependencies raise it, which authors use as guards.
        return refusal(status, "failed", detail)
    number = calling.report(error, f"action {action.name}")
    return refusal(500, "internal", f"something went wrong on the server (error {number})")

"""The calls of actions, with what went there and what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

from reactor_nb.devtools.values import short
from reactor_nb.errors import ActionError
from reactor_nb.runtime.registry import Registry


class Calls:
    """Listens to the calls that an app makes.

    Args:
        registry: the app.
        tell: takes what is known of a call, once when it starts and once when it is over.
    """

    def __init__(self, registry: Registry, tell: Callable[[dict[str, Any]], None]) -> None:
        self._registry = registry
        self._tell = tell
        self._remote = registry.remote
        self._count = 0

    def open(self) -> None:
        """Begin to listen."""
        if self._remote is not None:
            self._registry.remote = self._call

    def close(self) -> None:
        """Listen no more; calls that are under way are still told."""
        self._registry.remote = self._remote

    async def _call(self, name: str, arguments: Mapping[str, Any]) -> Any:
        assert self._remote is not None
        self._count += 1
        told: dict[str, Any] = {
            "number": self._count,
            "name": name,
            "given": [[key, short(value, 400)] for key, value in arguments.items()],
        }
        self._tell(told)
        begun = perf_counter()
        try:
            result = await self._remote(name, arguments)
        except ActionError as error:
            told["error"] = {
                "status": error.status,
                "message": short_text(error.message),
                "fields": {key: short_text(text) for key, text in error.fields.items()},
            }
            raise
        except BaseException as error:
            told["error"] = {"status": 0, "message": type(error).__name__, "fields": {}}
            raise
        else:
            told["result"] = short(result, 2_000)
            return result
        finally:
            told["time"] = round((perf_counter() - begun) * 1000, 1)
            self._tell(told)


def short_text(text: object) -> str:
    """Return the beginning of a text."""
    return str(text)[:500]

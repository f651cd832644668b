"""What one app declares: its pages, its actions, and the types its data is made of."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reactor_nb.core.codec import check_annotation, classes_in, decode, encode
from reactor_nb.core.component import Component
from reactor_nb.core.location import function_location
from reactor_nb.core.memo import Stable
from reactor_nb.core.signature import signature_of
from reactor_nb.core.state import State, forbid
from reactor_nb.errors import ActionError, ReactorError
from reactor_nb.runtime.signatures import Parameters, parameters_of, types_of

if TYPE_CHECKING:
    from reactor_nb.runtime.serving import Endpoint

REGISTRY_NAME: Final = "__reactor_registry__"
"""Under this name an app's module holds the registry it recorded into."""

Guard: TypeAlias = Callable[[Any], Any]
Remote: TypeAlias = Callable[[str, Mapping[str, Any]], Awaitable[Any]]


class Page:
    """A page: its path, the component that shows it, the loader that feeds it."""

    def __init__(
        self,
        path: str,
        component: Component,
        loader: Callable[..., Any] | None = None,
        stream: bool | str = False,
    ) -> None:
        self.stream = stream
        self.path = path
        self.component = component
        self.loader = loader

    @property
    def name(self) -> str:
        """The name of the component."""
        return self.component.name

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The types of the component's properties by name."""
        types = types_of(self.component.function)
        return {name: one for name, one in types.items() if name not in ("return", "children")}

    def __repr__(self) -> str:
        return f"<page {self.path} {self.name}>"


class Action(Stable):
    """A function of the server that the browser may call; made by ``@action``.

    Calling it gives something to await: in a page a request to the server, on the server the
    function itself.

    Args:
        function: the author's function; of a stub only its signature counts.
        registry: the app it belongs to.
        guard: called with the request before each call from outside; raises to refuse it.
        is_stub: whether the function is somewhere else.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        registry: Registry,
        guard: Guard | None = None,
        *,
        is_stub: bool = False,
    ) -> None:
        self.func = function
        self.registry = registry
        self.guard = guard
        self.is_stub = is_stub
        self.name: str = function.__name__
        self.__name__ = self.name
        self.__qualname__ = function.__qualname__
        self.__module__ = function.__module__
        self.__doc__ = function.__doc__
        self.__wrapped__ = function

    @cached_property
    def parameters(self) -> Parameters:
        """The type of each parameter, and whether it must be given."""
        return parameters_of(self.func, f"action {self.name}")

    @cached_property
    def result(self) -> Any:
        """The type of the result."""
        return types_of(self.func).get("return", Any)

    @cached_property
    def signature(self) -> inspect.Signature:
        """The signature of the author's function."""
        return signature_of(self.func)

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the action and return its result.

        Raises:
            ActionError: the action refused, or could not be reached.
            CodecError: an argument is not of its type.
        """
        remote = outside.get() or self.registry.remote
        if remote is not None:
            return await self._call_remote(remote, args, kwargs)
        if self.is_stub:
            raise ActionError(f"{self.name} is on the server, which is not connected", 503)
        with forbid():
            result = self.func(*args, **kwargs)
            return await result if inspect.isawaitable(result) else result

    async def _call_remote(
        self, remote: Remote, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        given = self.signature.bind(*args, **kwargs).arguments
        arguments = {
            name: encode(value, self.parameters[name][0], path=name)
            for name, value in given.items()
        }
        result = await remote(self.name, arguments)
        return decode(result, self.result, path=f"the result of {self.name}")

    def __repr__(self) -> str:
        return f"<action {self.name}>"


class Registry:
    """What the decorators recorded while one app's module ran.

    Args:
        name: the app's name, a Python identifier.
        reruns: whether a definition may come again and replace the one before, as cells do.
    """

    def __init__(self, name: str, *, reruns: bool = False) -> None:
        self.name = name
        self.pages: list[Page] = []
        self.layouts: dict[str, Component] = {}
        self.error_pages: list[Page] = []
        self.endpoints: list[Endpoint] = []
        self.middleware: list[Callable[..., Any]] = []
        self.actions: dict[str, Action] = {}
        self.types: dict[str, type] = {}
        # What a host sets: how to reach the server's actions and files, and where files are.
        self.remote: Remote | None = None
        self.fetch_asset: Callable[[str], bytes] | None = None
        self.base = ""
        self.notebook = ""
        self.package = ""  # of the modules beside the notebook
        self.public: Path | None = None
        self.data: Path | None = None
        self.reruns = reruns

    def page(self, name_or_path: str) -> Page:
        """Return a page by its path or by the name of its component.

        Raises:
            ReactorError: there is none.
        """
        for page in (*self.pages, *self.error_pages):
            if name_or_path in (page.path, page.name):
                return page
        known = ", ".join(page.path for page in self.pages) or "none"
        raise ReactorError(f"the app {self.name} has no page {name_or_path!r}; it has {known}")

    def add_page(self, page: Page) -> None:
        """Record a page.

        Raises:
            ReactorError: its path is taken.
        """
        same = [one for one in self.pages if one.path == page.path]
        if same and not self.reruns:
            raise ReactorError(
                f"{function_location(page.component.function)}: the path {page.path!r} is taken "
                f"by page {same[0].name}; give one another path"
            )
        self.pages = [one for one in self.pages if one.path != page.path]
        self.pages.append(page)

    def add_action(self, action: Action) -> None:
        """Record an action.

        Raises:
            ReactorError: its name is taken.
        """
        if action.name in self.actions and not self.reruns:
            raise ReactorError(
                f"{function_location(action.func)}: there are two actions named {action.name}; "
                "rename one"
            )
        self.actions[action.name] = action

    def finish(self, names: Mapping[str, Any], module: str = "") -> None:
        """Take from a module that has run what only now can be known: state names and types.

        Args:
            names: the module's names and values.
            module: which module beside the notebook it is.
        """
        for name, value in names.items():
            if isinstance(value, State) and value.name is None:
                value.name = f"{module}.{name}" if module else name
            elif isinstance(value, type) and _is_data(value):
                self.types.setdefault(value.__qualname__, value)
        for page in self.pages:
            for annotation in page.parameters.values():
                self._add_types(annotation)

    def _add_types(self, annotation: Any) -> None:
        if check_annotation(annotation) is None:
            for found in classes_in(annotation):
                self.types.setdefault(found.__qualname__, found)


def _is_data(cls: type) -> bool:
    if cls.__module__ in ("builtins", "enum", "typing", "dataclasses"):
        return False
    known = hasattr(cls, "__dataclass_fields__") or hasattr(cls, "model_fields")
    return known or issubclass(cls, Enum) or (issubclass(cls, tuple) and hasattr(cls, "_fields"))


outside: Final[ContextVar[Remote | None]] = ContextVar("reactor_nb_outside", default=None)
"""How actions are called by what may be called in the browser as well: with their guards."""

current: ContextVar[Registry] = ContextVar(
    "reactor_nb_registry",
    default=Registry("notebook", reruns=True),  # noqa: B039 - the one of the notebook itself
)
"""Into which registry decorators record: the notebook's own, or that of the app being loaded."""


def stub(function: Callable[..., Any]) -> Action:
    """Return an action whose function is on the server; exported client code is made with it."""
    registry = current.get()
    action = Action(function, registry, is_stub=True)
    registry.add_action(action)
    return action

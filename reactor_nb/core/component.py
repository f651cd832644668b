"""Components: functions of typed properties that return what to show."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from operator import is_
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from reactor_nb.core.memo import same_props
from reactor_nb.core.signature import signature_of
from reactor_nb.core.vnode import VComponent, make_children, make_key
from reactor_nb.errors import ElementError

if TYPE_CHECKING:
    from reactor_nb.core.instance import Instance

Memo: TypeAlias = "bool | Callable[[Mapping[str, Any], Mapping[str, Any]], bool] | None"
_RESERVED = frozenset(("key",))


class Component:
    """A function that returns vnodes, made by ``@component``.

    Calling it does not run the function: it describes the call, and the function runs when the
    description is rendered.
    """

    # Whether it is a boundary: for "errors" below it, or for "loads".
    catches = ""
    # Ours do a service and are nothing the author has to know of when something goes wrong.
    is_ours = False

    def __init__(self, function: Callable[..., Any], memo: Memo = None) -> None:
        self.function = function
        self.name: str = getattr(function, "__name__", "component")
        self.__name__ = self.name
        self.__qualname__ = getattr(function, "__qualname__", self.name)
        self.__doc__ = function.__doc__
        self.__module__ = getattr(function, "__module__", "")
        self.__wrapped__ = function
        self.memo = memo
        try:
            signature = signature_of(function)
        except ValueError as error:
            raise ElementError(f"the parameters of {self.name}() cannot be read") from error
        self._read_signature(signature)

    def _read_signature(self, signature: inspect.Signature) -> None:
        parameters = signature.parameters.values()
        for parameter in parameters:
            if parameter.kind is parameter.VAR_POSITIONAL:
                raise ElementError(f"component {self.name}() cannot take *{parameter.name}")
            if parameter.name in _RESERVED:
                raise ElementError(f"component {self.name}() cannot have a property named 'key'")
        named = [one for one in parameters if one.kind is not one.VAR_KEYWORD]
        self.positional = tuple(
            one.name for one in named if one.kind is not one.KEYWORD_ONLY and one.name != "children"
        )
        self.whole = len(named) == 1 and named[0].name == "props"
        self.open = self.whole or len(named) < len(parameters)
        self.names = frozenset(one.name for one in named)
        self.required = frozenset(one.name for one in named if one.default is one.empty)
        self.positional_only = any(one.kind is one.POSITIONAL_ONLY for one in named)
        if self.positional_only:
            raise ElementError(f"component {self.name}() cannot have positional-only properties")

    def __call__(self, /, *given: Any, **props: Any) -> VComponent:
        """Return a description of this call.

        Args:
            given: the properties in the order of the parameters, or one mapping of them, which
                children may follow.
            props: the properties by name, and ``key``.

        Raises:
            ElementError: a property is unknown, missing or given twice.
        """
        if given:
            props = self._positional(given, props)
        key = make_key(props.pop("key", None))
        if "children" in props and not self.whole:
            children = props["children"]
            is_several = children.__class__ is list or children.__class__ is tuple
            props["children"] = make_children(children if is_several else (children,))
        if props.keys() != self.names and not self.whole:
            self._check(props)
        return VComponent(self, props, key)

    def _check(self, props: dict[str, Any]) -> None:
        if not self.open and not props.keys() <= self.names:
            unknown = ", ".join(sorted(map(str, props.keys() - self.names)))
            takes = ", ".join(sorted(self.names)) or "none"
            raise ElementError(f"{self.name}() has no property {unknown}; it takes {takes}")
        if not self.required <= props.keys():
            missing = self.required - props.keys()
            if missing != {"children"}:
                raise ElementError(f"{self.name}() needs {', '.join(sorted(missing))}")
            props["children"] = ()

    def _positional(self, given: tuple[Any, ...], props: dict[str, Any]) -> dict[str, Any]:
        if isinstance(given[0], Mapping):
            merged: dict[str, Any] = dict(given[0])
            if not all(isinstance(name, str) for name in merged):
                raise ElementError(f"the properties of {self.name}() are named by strings")
            children = given[1:]
        else:
            if len(given) > len(self.positional):
                raise ElementError(
                    f"{self.name}() takes {len(self.positional)} properties by position, "
                    f"not {len(given)}"
                )
            merged = dict(zip(self.positional, given, strict=False))
            children = ()
        twice = merged.keys() & props.keys()
        if twice:
            raise ElementError(f"{self.name}() got {', '.join(sorted(twice))} twice")
        merged.update(props)
        if children:
            merged["children"] = list(children)
        return merged

    def render(self, instance: Instance, props: dict[str, Any]) -> Any:
        """Run the function with these properties and return what it returns."""
        return self.function(props) if self.whole else self.function(**props)

    def undo(self, instance: Instance) -> None:
        """Take back what a render that failed has done to the instance; nothing by default."""

    def is_same(self, instance: Instance, new: dict[str, Any]) -> bool:
        """Return whether a render of an instance with ``new`` properties may be skipped."""
        memo, old = self.memo, instance.props
        if memo is None:
            # What is known to be immutable is not looked at again.
            if not (instance.is_fixed and _are_identical(old, new)):
                instance.is_fixed = same_props(old, new)
            return instance.is_fixed
        if memo is True:
            return _are_identical(old, new)
        return memo is not False and bool(memo(old, new))

    def __repr__(self) -> str:
        return f"<component {self.name}>"


def _are_identical(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return old.keys() == new.keys() and all(map(is_, map(old.get, new), new.values()))


@overload
def component(function: Callable[..., Any]) -> Component: ...
@overload
def component(*, memo: Memo = None) -> Callable[[Callable[..., Any]], Component]: ...
def component(
    function: Callable[..., Any] | None = None, *, memo: Memo = None
) -> Component | Callable[[Callable[..., Any]], Component]:
    """Make a function a component.

    Args:
        function: takes properties as typed keywords, returns vnodes.
        memo: when a render may be skipped: ``None`` if all properties are equal immutable
            values, ``True`` if they are the same objects, ``False`` never, or a function of the
            old and the new properties.

    Raises:
        ElementError: the function's parameters cannot be properties.
    """
    if function is None:
        return lambda given: component_of(given, memo)
    return component_of(function, memo)


def component_of(function: Callable[..., Any] | Component, memo: Memo = None) -> Component:
    """Return ``function`` as a component; one that is a component already stays what it is."""
    if isinstance(function, Component):
        return function
    if not callable(function):
        raise ElementError(f"@component takes a function, not {type(function).__name__}")
    if inspect.iscoroutinefunction(function):
        raise ElementError(
            f"component {getattr(function, '__name__', '')}() cannot be async; "
            "await in an effect, a handler or a loader"
        )
    return Component(function, memo)

"""From an annotation to the plan of its values; made once and kept."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import (
    Collection,
    Iterable,
    Mapping,
    MutableMapping,
    MutableSequence,
    Sequence,
    Set,
)
from enum import Enum
from typing import Any, Final

from reactor_nb.core.codec_classes import (
    dataclass_fields,
    enum_plan,
    is_model,
    model_plan,
    record_plan,
    typed_dict_plan,
)
from reactor_nb.core.codec_containers import (
    JSON,
    dict_plan,
    items_plan,
    tuple_plan,
)
from reactor_nb.core.codec_plan import Fault, Plan
from reactor_nb.core.codec_scalars import SCALARS

_OPEN: Final = (Any, object, inspect.Parameter.empty)
_WRAPPERS: Final = frozenset(("Required", "NotRequired", "ReadOnly", "Final", "ClassVar"))
_ITEMS: Final[Mapping[Any, tuple[type, Any, str]]] = {
    list: (list, list, "list"),
    Sequence: (list, list, "list"),
    MutableSequence: (list, list, "list"),
    Iterable: (list, list, "list"),
    Collection: (list, list, "list"),
    set: (set, set, "set"),
    Set: (set, set, "set"),
    frozenset: (frozenset, frozenset, "frozenset"),
}
_DICTS: Final = frozenset((dict, Mapping, MutableMapping))
# Annotations keep classes alive; a kernel that runs a cell again and again makes new ones.
_MOST_PLANS: Final = 2_000

_plans: dict[Any, Plan] = {}


def plan_of(annotation: Any) -> Plan:
    """Return the plan for the values of an annotation.

    Raises:
        Fault: values of this type cannot cross the wire.
    """
    try:
        known = _plans.get(annotation)
    except TypeError:
        known = None
    if known is not None:
        return known
    builder = _Builder()
    plan = builder.build(annotation)
    if len(_plans) > _MOST_PLANS:
        _plans.clear()
    _plans.update(builder.made)
    return plan


class _Builder:
    """Makes the plan of one annotation and of all that it names, also where it names itself."""

    def __init__(self) -> None:
        self.made: dict[Any, Plan] = {}

    def build(self, annotation: Any) -> Plan:
        try:
            known = self.made.get(annotation) or _plans.get(annotation)
        except TypeError:
            # Metadata that has no hash; such a plan is made anew each time.
            return self._make(annotation)
        if known is not None:
            return known
        # Until it is known, those inside that refer to it get the empty plan that it will fill.
        plan = self.made[annotation] = Plan.__new__(Plan)
        plan.role, plan.same, plan.cls, plan.parts = "pending", None, None, ()
        plan.kinds = frozenset(("dict",))
        plan.name = name_of(annotation)
        made = self._make(annotation)
        if made.role == "pending":
            raise Fault(f"{plan.name} is nothing but itself")
        plan.take(made)
        return plan

    def _make(self, annotation: Any) -> Plan:
        if any(annotation is one for one in _OPEN):
            return JSON
        if annotation is None:
            return SCALARS[type(None)]
        if isinstance(annotation, type) and annotation in SCALARS:
            return SCALARS[annotation]
        if isinstance(annotation, str | typing.ForwardRef):
            raise Fault(f"the name {annotation!r:.60} in an annotation is not known")
        origin = typing.get_origin(annotation)
        if origin is not None:
            return self._generic(annotation, origin, typing.get_args(annotation))
        for inner in ("__supertype__", "__value__"):
            if hasattr(annotation, inner) and not isinstance(annotation, type):
                return self.build(getattr(annotation, inner))
        if isinstance(annotation, type):
            return self._class(annotation, annotation, {})
        raise Fault(f"{name_of(annotation)} cannot cross the wire")

    def _generic(self, annotation: Any, origin: Any, args: tuple[Any, ...]) -> Plan:
        if origin is typing.Annotated:
            _refuse_constraints(args[1:])
            return self.build(args[0])
        if getattr(origin, "__name__", getattr(origin, "_name", "")) in _WRAPPERS:
            return self.build(args[0])
        if origin in (typing.Union, types.UnionType, typing.Literal):
            return self._choice(annotation, args)
        if origin is tuple:
            return self._tuple(annotation, args)
        if origin in _ITEMS or origin in _DICTS:
            return self._container(annotation, origin, args)
        if isinstance(origin, type):
            return self._class(origin, annotation, _arguments(origin, args))
        if hasattr(origin, "__value__"):
            return self.build(origin.__value__[args])
        raise Fault(f"{name_of(annotation)} cannot cross the wire")

    def _choice(self, annotation: Any, args: tuple[Any, ...]) -> Plan:
        # Here, since few pages need it, and only those are sent it.
        from reactor_nb.core.codec_unions import literal_plan, union_plan

        if typing.get_origin(annotation) is typing.Literal:
            options = [(value, self.build(type(value))) for value in args]
            return literal_plan(name_of(annotation), options)
        return union_plan(name_of(annotation), [self.build(one) for one in args])

    def _tuple(self, annotation: Any, args: tuple[Any, ...]) -> Plan:
        name = name_of(annotation)
        if len(args) == 2 and args[1] is Ellipsis:
            return items_plan(name, tuple, self.build(args[0]), tuple, "tuple")
        return tuple_plan(name, [self.build(one) for one in args])

    def _container(self, annotation: Any, origin: Any, args: tuple[Any, ...]) -> Plan:
        name = name_of(annotation)
        if origin in _DICTS:
            keys, values = args or (str, Any)
            return dict_plan(name, self.build(keys), self.build(values))
        cls, make, role = _ITEMS[origin]
        return items_plan(name, cls, self.build(args[0] if args else Any), make, role)

    def _class(self, cls: type, annotation: Any, arguments: Mapping[Any, Any]) -> Plan:
        if cls is tuple:
            return items_plan("tuple", tuple, JSON, tuple, "tuple")
        if cls in _ITEMS or cls in _DICTS:
            return self._container(annotation, cls, ())
        if issubclass(cls, Enum):
            return enum_plan(cls)
        if is_model(annotation):
            return model_plan(annotation)
        if typing.is_typeddict(cls):
            return self._record(cls, annotation, _typed_dict_fields(cls), arguments)
        if dataclasses.is_dataclass(cls):
            return self._record(cls, annotation, dataclass_fields(cls), arguments)
        if issubclass(cls, tuple) and hasattr(cls, "_fields"):
            needed = {name: name not in cls._field_defaults for name in cls._fields}  # type: ignore[attr-defined]
            return self._record(cls, annotation, needed, arguments)
        raise Fault(f"{cls.__name__} cannot cross the wire; make it a dataclass, or send its parts")

    def _record(
        self, cls: type, annotation: Any, needed: Mapping[str, bool], arguments: Mapping[Any, Any]
    ) -> Plan:
        hints = _hints(cls)
        fields: dict[str, tuple[Plan, bool]] = {}
        for name, must in needed.items():
            try:
                plan = self.build(_substituted(hints.get(name, Any), arguments))
            except Fault as fault:
                fault.steps.append(name)
                raise
            fields[name] = (plan, must)
        make = typed_dict_plan if typing.is_typeddict(cls) else record_plan
        return make(cls, name_of(annotation), fields)


def _hints(cls: type) -> dict[str, Any]:
    try:
        return typing.get_type_hints(cls, include_extras=True)
    except (NameError, TypeError, AttributeError) as error:
        raise Fault(f"an annotation of {cls.__name__} cannot be read: {error}") from None


def _typed_dict_fields(cls: type) -> dict[str, bool]:
    """Return the keys of a TypedDict and whether each must be there.

    ``__required_keys__`` does not see through annotations that are strings.
    """
    required: frozenset[str] = getattr(cls, "__required_keys__", frozenset())
    needed = {}
    for name, hint in _hints(cls).items():
        marks = set()
        while typing.get_origin(hint) is not None:
            marks.add(typing.get_origin(hint))
            hint = typing.get_args(hint)[0]
        needed[name] = typing.NotRequired not in marks and (
            name in required or typing.Required in marks
        )
    return needed


def _refuse_constraints(metadata: tuple[Any, ...]) -> None:
    """Raise for a constraint that the author relies on and nobody here would check."""
    for one in metadata:
        if type(one).__module__.partition(".")[0] in ("annotated_types", "pydantic"):
            raise Fault(f"the constraint {one!r:.60} is checked only inside a pydantic model")


def _arguments(origin: type, args: tuple[Any, ...]) -> dict[Any, Any]:
    parameters = getattr(origin, "__parameters__", ())
    return dict(zip(parameters, args, strict=False))


def _substituted(hint: Any, arguments: Mapping[Any, Any]) -> Any:
    """Return an annotation with the type variables of a generic class filled in."""
    if not arguments:
        return hint
    if hint in arguments:
        return arguments[hint]
    inside = getattr(hint, "__parameters__", ())
    if inside and not isinstance(hint, type):
        return hint[tuple(arguments.get(one, one) for one in inside)]
    return hint


def name_of(annotation: Any) -> str:
    """Return an annotation as an author writes it, without the modules' names."""
    if annotation is None or annotation is type(None):
        return "None"
    if annotation is Any or annotation is inspect.Parameter.empty:
        return "Any"
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is None:
        return getattr(annotation, "__name__", None) or repr(annotation)
    if origin is typing.Annotated:
        return name_of(args[0])
    if origin is typing.Union or origin is types.UnionType:
        return " | ".join(name_of(one) for one in args)
    name = getattr(origin, "__name__", None) or str(origin).removeprefix("typing.")
    if origin is typing.Literal:
        return f"Literal[{', '.join(map(repr, args))}]"
    inner = ", ".join("..." if one is Ellipsis else name_of(one) for one in args)
    return f"{name}[{inner or '()'}]"


def classes_in(annotation: Any) -> set[type]:
    """Return the author's classes that values of an annotation are made of.

    Raises:
        Fault: values of this type cannot cross the wire.
    """
    found: set[type] = set()
    seen: set[int] = set()
    pending = [plan_of(annotation)]
    while pending:
        plan = pending.pop()
        if id(plan) in seen:
            continue
        seen.add(id(plan))
        if plan.role in ("record", "enum", "model") and plan.cls not in (None, dict):
            found.add(plan.cls)
        pending.extend(plan.parts)
        pending.extend(field for field, _ in plan.fields.values())
    return found

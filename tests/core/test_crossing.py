"""What crosses, many values at once: the same as one by one, in its text, its copy, its errors."""

from __future__ import annotations

import dataclasses
import json
from collections import OrderedDict
from dataclasses import dataclass, field, make_dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Literal, NamedTuple, NotRequired, TypedDict, Union
from uuid import UUID, SafeUUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.codec import decode, dump_json, encode
from reactor_nb.core.crossing import cross
from reactor_nb.errors import CodecError
from tests.core.codec_types_for_tests import (
    Account,
    Color,
    Everything,
    Options,
    Point,
    Positive,
    Rights,
    Shape,
    Size,
    Todo,
    Tree,
    User,
    Word,
)
from tests.core.codec_values import (
    datetimes,
    decimals,
    everything,
    floats,
    json_values,
    times,
    todos,
    trees,
)


def one_by_one(value: Any, annotation: Any) -> tuple[str, Any]:
    data = encode(value, annotation, path="data")
    return dump_json(data), decode(data, annotation, path="data")


def outcome(work: Any, value: Any, annotation: Any) -> tuple[str, str, Any]:
    """Return what came of it as a text that tells types apart, and the copy."""
    try:
        text, copy = work(value, annotation)
    except Exception as error:
        return type(error).__name__, str(error), None
    return text, repr(copy), copy


def changeable(value: Any) -> set[int]:
    """Return the identities of all in a value that can be changed."""
    found: set[int] = set()
    inside: list[Any] = []
    if isinstance(value, (list, set, dict)):
        found.add(id(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        inside += value
    elif isinstance(value, dict):
        inside += value.values()
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        if not value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            found.add(id(value))
        inside += [getattr(value, one.name) for one in dataclasses.fields(value)]
    return found.union(*map(changeable, inside))


def check(value: Any, annotation: Any) -> Any:
    """Assert that a value crosses as it does by itself; return what it is on the other side."""
    there, expected = (
        outcome(lambda *args: cross(*args, path="data"), value, annotation),
        outcome(one_by_one, value, annotation),
    )
    assert there[:2] == expected[:2]
    assert there[2] == expected[2]
    assert not changeable(value) & changeable(there[2])
    return there[2]


class Loud(str):
    """A text that is more than one."""


odd_values = st.sampled_from(
    [
        *(True, 1, 1.0, 2**60 + 1, 10**5000, float("nan"), float("inf"), None, "", "\ud800", "é"),
        *(Loud("loud"), Size.SMALL, Word.YES, Color.RED, [], {}, (), {1}, b"x", object()),
        *(date(1, 1, 1), datetime(1, 1, 1, fold=1), OrderedDict(a=1), {1: 2}, Todo(1, "x")),
        *(Account("a"), User("a"), Point(1), [[]], Decimal("1e-6500"), "</script>\u2028&"),
    ]
)
LEAVES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (None, st.none()),
    (bool, st.booleans()),
    (int, st.integers()),
    (float, floats),
    (float, st.integers(-5, 5) | floats),
    (str, st.text()),
    (bytes, st.binary(max_size=9)),
    (date, st.dates()),
    (time, times),
    (datetime, datetimes | st.datetimes()),
    (timedelta, st.timedeltas()),
    (UUID, st.uuids()),
    (Decimal, decimals),
    (Color, st.sampled_from(Color)),
    (Shape, st.sampled_from(Shape)),
    (Word, st.sampled_from(Word)),
    (Rights, st.sampled_from([Rights(0), Rights.READ | Rights.WRITE])),
    (Literal["a", 1], st.sampled_from(["a", 1])),
    (int | str, st.integers() | st.text()),
    (Any, json_values),
    (Todo, todos),
    (User, st.builds(User, st.text())),
    (Options, st.just({"name": "a"}) | st.just({"limit": 1, "name": "a"})),
    (Positive, st.integers(1, 9).map(Positive)),
    (Tree, trees),
]


def of(generic: Any, *inside: Any) -> Any:
    """Return a generic type with what is inside of it."""
    return generic[inside]


KINDS = ("leaf", "optional", "list", "tuple", "places", "dict", "days", "class", "named", "keys")


@st.composite
def typed(draw: st.DrawFn, depth: int = 2) -> tuple[Any, st.SearchStrategy[Any]]:
    """Return an annotation, and values of it."""
    kinds = [
        "leaf",
        "optional",
        "list",
        "tuple",
        "places",
        "dict",
        "days",
        "class",
        "named",
        "keys",
    ]
    kind = draw(st.sampled_from(kinds)) if depth else "leaf"
    if kind == "leaf":
        leaf: tuple[Any, st.SearchStrategy[Any]] = draw(st.sampled_from(LEAVES))
        return leaf
    one, values = draw(typed(depth - 1))
    many = st.lists(values, max_size=3)
    if kind == "optional":
        return of(Union, one, None), st.none() | values
    if kind == "list":
        return of(list, one), many
    if kind == "tuple":
        return of(tuple, one, ...), many.map(tuple)
    if kind == "dict":
        return of(dict, str, one), st.dictionaries(st.text(), values, max_size=3)
    if kind == "days":
        return of(dict, date, one), st.dictionaries(st.dates(), values, max_size=3)
    other, others = draw(typed(depth - 1))
    return _with_two(draw, kind, (one, other), st.tuples(values, others))


def _with_two(
    draw: st.DrawFn, kind: str, types: tuple[Any, Any], pairs: st.SearchStrategy[Any]
) -> tuple[Any, st.SearchStrategy[Any]]:
    one, other = types
    if kind == "places":
        return of(tuple, one, other), pairs
    fields = [("first", one), ("größe", other)]
    if kind == "named":
        named: Any = NamedTuple("Named", fields)  # type: ignore[misc]
        return named, pairs.map(lambda pair: named(*pair))
    if kind == "keys":
        keys: Any = TypedDict("Keys", dict(fields))  # type: ignore[misc]
        return keys, pairs.map(lambda pair: dict(zip(("größe", "first"), pair[::-1], strict=True)))
    options: Any = {name: draw(st.booleans()) for name in ("frozen", "slots", "kw_only")}
    cls: Any = make_dataclass("Made", fields, **options)
    return cls, pairs.map(lambda pair: cls(first=pair[0], größe=pair[1]))


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_values_of_any_type_cross_together_as_they_do_one_by_one(data: st.DataObject) -> None:
    annotation, values = data.draw(typed())
    if data.draw(st.integers(0, 3)) == 0:
        values |= odd_values

    check(data.draw(st.lists(values, max_size=4)), of(list, annotation))


@settings(max_examples=100, deadline=None)
@given(st.lists(everything, max_size=3))
def test_every_type_crosses_in_rows(values: list[Everything]) -> None:
    assert check(values, list[Everything]) == values


@given(trees)
def test_a_type_that_holds_itself_crosses(tree: Tree) -> None:
    assert check([tree, tree], list[Tree]) == [tree, tree]


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str


@dataclass(frozen=True)
class Noted:
    id: int
    name: str = ""
    kind: ClassVar[str] = "row"

    @cached_property
    def shout(self) -> str:
        return self.name.upper()


class Place(NamedTuple):
    x: float
    rows: tuple[Row, ...] = ()


def test_what_nobody_can_change_is_not_copied() -> None:
    rows, notes = [Row(1, "a"), Row(2, "b")], [Noted(1, "a")]
    places = [Place(1.0, tuple(rows))]

    copies = check(rows, list[Row]), check(notes, list[Noted]), check(places, list[Place])

    assert all(one is other for one, other in zip(copies[0], rows, strict=True))
    assert copies[1][0] is notes[0]
    assert copies[2][0] is places[0]


def test_an_instance_that_holds_more_than_its_fields_is_copied() -> None:
    """S5: what the server keeps with a value does not show there alone."""
    note = Noted(1, "a")
    assert note.shout == "A"

    (copy,) = check([note], list[Noted])

    assert vars(copy) == {"id": 1, "name": "a"}


@dataclass(frozen=True, slots=True)
class Stripped:
    name: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())


@dataclass(frozen=True, slots=True)
class ByHand:
    name: str

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "name", name.strip())


@dataclass(frozen=True)
class Kept(Row):
    __slots__ = ("secret",)


@dataclass(frozen=True)
class Half(Row):
    """It has slots, and yet room for more."""


@dataclass
class Loose:
    size: int
    tags: list[str] = field(default_factory=list)

    def __init__(self, tags: list[str], size: int) -> None:
        self.tags, self.size = tags, size


@dataclass(frozen=True, slots=True)
class Never:
    name: str

    def __new__(cls, name: str) -> Never:
        return object.__new__(cls)


class Sorted(NamedTuple("Pair", [("low", int), ("high", int)])):
    def __new__(cls, low: int, high: int) -> Sorted:
        return super().__new__(cls, *sorted((low, high)))


class Weird(type):
    def __call__(cls, *args: Any, **named: Any) -> Any:
        return super().__call__(*args, **named)


@dataclass(frozen=True, slots=True)
class Metered(metaclass=Weird):
    name: str


class Asked:
    def __getattribute__(self, name: str) -> Any:
        return "asked" if name == "name" else super().__getattribute__(name)


@dataclass(frozen=True)
class Answering(Asked):
    name: str


def unstripped(cls: Any) -> Any:
    value = object.__new__(cls)
    object.__setattr__(value, "name", " a ")
    return value


def with_secret() -> Kept:
    value = Kept(1, "a")
    object.__setattr__(value, "secret", "CANARY_7f3a")
    return value


def test_classes_with_their_own_ways_are_made_by_them() -> None:
    """C3: what the class does to a value happens on the server as it does in the browser."""
    assert check([unstripped(Stripped)], list[Stripped])[0].name == "a"
    assert check([unstripped(ByHand)], list[ByHand])[0].name == "a"
    assert not hasattr(check([with_secret()], list[Kept])[0], "secret")
    assert check([Loose(["x"], 3)], list[Loose]) == [Loose(["x"], 3)]
    assert check([tuple.__new__(Sorted, (2, 1))], list[Sorted]) == [Sorted(1, 2)]
    for value in (Half(1, "a"), Metered("a"), Answering("a"), Never("a")):
        check([value], list[type(value)])  # type: ignore[misc]


def test_moments_keep_what_their_texts_say() -> None:
    """V11: a zone is its offset on both sides."""
    moments = [
        datetime(2031, 1, 2, 3, 4, 5, 6),
        datetime(2031, 1, 2, tzinfo=UTC),
        datetime(2031, 7, 2, tzinfo=ZoneInfo("Europe/Zurich")),
        datetime(2031, 7, 2, tzinfo=timezone(timedelta(0), "elsewhere")),
        datetime(2031, 10, 26, 2, 30, fold=1),
    ]

    for moment in moments:
        (copy,) = check([moment], list[datetime])
        assert repr(copy.tzinfo) != repr(ZoneInfo("Europe/Zurich"))
    plain = check(moments[:2], list[datetime])

    assert plain[0] is moments[0]
    (safe,) = check([UUID(int=1, is_safe=SafeUUID.safe)], list[UUID])
    assert safe.is_safe is SafeUUID.unknown


def test_of_a_subclass_only_the_declared_fields_cross() -> None:
    """S5"""
    assert check([Account("ada"), User("bob")], list[User]) == [User("ada"), User("bob")]
    assert check([{"name": "ada", "secret": 1}], list[Options]) == [{"name": "ada"}]


class Open(TypedDict):
    name: NotRequired[str]


WRONG: dict[str, tuple[Any, Any, str]] = {
    "V3: a field of the wrong type": ([Row(1, "a"), Row(2, 3)], list[Row], "data[1].name"),  # type: ignore[arg-type]
    "V3: the first of two": ([Row("1", "a"), Row(2, 3)], list[Row], "data[0].id"),  # type: ignore[arg-type]
    "true is no number": ([1, True], list[int], "data[1]: must be an integer"),
    "NaN": ([1.0, float("nan")], list[float], "data[1]: must be a finite number"),
    "a key": ([{"a": 1}, {2: 1}], list[dict[str, int]], "has a key that must be text"),
    "nothing": ([None], list[Row], "data[0]: must be a Row, not null"),
    "too few": ([(1,)], list[tuple[int, str]], "data[0]: must have 2 items, not 1"),
    "a key that is missing": ([{}], list[Options], "data[0].name: is missing"),
    "no member": (["red"], list[Color], "data[0]: must be a Color, not text"),
}


@pytest.mark.parametrize("value, annotation, message", WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_told_with_its_path(value: Any, annotation: Any, message: str) -> None:
    with pytest.raises(CodecError) as caught:
        cross(value, annotation, path="data")

    assert message in str(caught.value)
    check(value, annotation)


def test_a_type_that_cannot_cross_is_refused() -> None:
    with pytest.raises(CodecError, match="cannot cross the wire"):
        cross(object(), range)


def test_depth_has_a_limit_and_a_loop_is_refused() -> None:
    """V8"""
    deep = Tree("leaf")
    for _ in range(60):
        deep = Tree("branch", [deep])
    check(deep, Tree)
    loop = Tree("loop")
    loop.children.append(loop)

    with pytest.raises(CodecError, match="nested too deeply"):
        cross(loop, Tree)


def test_half_a_character_is_written_as_an_escape() -> None:
    """V15"""
    text, copy = cross(["\ud800", "é"], list[str])

    assert text == '["\\ud800","\\u00e9"]'
    assert copy == json.loads(text) == ["\ud800", "é"]


@settings(max_examples=200)
@given(st.lists(json_values, max_size=3))
def test_data_without_a_type_crosses(values: list[Any]) -> None:
    rows = [{"id": number, "data": value, "price": 1.5} for number, value in enumerate(values)]

    check(values, Any)
    check(rows, list)
    check([{"rows": rows, "none": {}}, {"rows": [], "none": {}}], Any)


@pytest.mark.parametrize(
    "value",
    [(1,), {"a": (1,)}, {1: 2}, [{"a": 1}, {2: 1}], [float("inf"), 1], [object()], Word.YES],
)
def test_data_that_is_not_plain_is_told_or_made_so(value: Any) -> None:
    check(value, Any)
    check([value, {"a": [value]}], Any)


def test_a_pydantic_model_and_other_types_without_columns_cross() -> None:
    check([{"a": [1, "x", None, {"b": 2.5}]}, []], Any)
    check([{1, 2}, set()], list[set[int]])
    check([frozenset({"a"})], list[frozenset[str]])
    check([(), ()], list[tuple[()]])
    check([{}, {"name": "x"}], list[Open])
    check([None, Point(1), None], list[Point | None])
    check([None, None], list[int | None])

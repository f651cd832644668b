"""Whatever a value does, it is told in a line, and in bounded time and space."""

from __future__ import annotations

import json
import sys
from collections import OrderedDict, UserDict, defaultdict, namedtuple
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.hooks import Ref
from reactor_nb.core.vnode import Fragment
from reactor_nb.devtools.editing import Edit, EditRefusedError, as_json, can_be_copied, replaced
from reactor_nb.devtools.values import MOST_PARTS, MOST_SHOWN, Shower, parts_of, short
from reactor_nb.html import p


class Silent:
    def __repr__(self) -> str:
        raise SystemExit("no")


class Wordy:
    def __repr__(self) -> str:
        return "w" * 1_000_000


class NoText:
    def __repr__(self) -> Any:
        return 3


class Liar(list[Any]):
    def __len__(self) -> int:
        raise RuntimeError

    def __iter__(self) -> Any:
        raise RuntimeError


class Triple(tuple[int, int, int]):
    """A class made of a tuple, whose parts mean something to it."""


class Trap:
    def __getattribute__(self, name: str) -> Any:
        raise KeyError(name)


class Colour(Enum):
    RED = 1


@dataclass
class Node:
    name: str
    inside: list[Any] = field(default_factory=list)

    @property
    def secret(self) -> str:
        raise AssertionError("a property was read")


@dataclass
class Strict:
    n: int

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ValueError("n is not negative")


Pair = namedtuple("Pair", "left right")


def endless() -> list[Any]:
    made: list[Any] = []
    made.append(made)
    return made


def deep(levels: int) -> Any:
    made: Any = 1
    for _ in range(levels):
        made = [made]
    return made


@component
def Thing(text: str) -> Any:
    return p(text)


HOSTILE: dict[str, Any] = {
    "a repr that ends the program": Silent(),
    "a repr that is no text": NoText(),
    "a repr of a million characters": Wordy(),
    "a list that lies of itself": Liar([1, 2]),
    "an object that has nothing": Trap(),
    "a class": Trap,
    "a list in itself": endless(),
    "a very deep list": deep(50_000),
    "ten megabytes of text": "x" * 10_000_000,
    "ten megabytes of bytes": b"x" * 10_000_000,
    "a list of a million": list(range(1_000_000)),
    "a number of a million digits": 10**1_000_000,
    "a float that is none": float("nan"),
    "half of a character": "\ud800",
    "a module with secrets": sys.modules["os"],
    "a function": deep,
    "a lambda": lambda: None,
    "a component": Thing,
    "a vnode": Thing("x"),
    "an element": p("x"),
    "a fragment": Fragment(p("x")),
    "a ref": Ref(3),
    "a generator": iter(()),
    "an enum": Colour.RED,
    "a date": date(2020, 2, 3),
    "a user's dict": UserDict({"a": 1}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_any_value_is_told_in_a_line(name: str) -> None:
    """J10: nothing that a value is or does gets through."""
    value = HOSTILE[name]
    for opened in ((), {(1,), (1, 0), (1, 0, 0), (1, 1)}):
        shown = Shower(opened).show(value, (1,), editable=True)

        text = json.dumps(shown)
        assert len(text) < 60_000
        assert len(shown["text"]) <= 120


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("it's", '"it\'s"'),
        ([1, [2, [3, [4]]]], "[1, [2, […]]]"),
        (list(range(10)), "[0, 1, 2, 3, 4, 5, … 4 more]"),
        ({"a": [1], 2: ()}, "{'a': [1], 2: ()}"),
        ((1,), "(1)"),
        (set(), "{}"),
        (frozenset([1]), "frozenset({1})"),
        (Node("n"), "Node(name='n', inside=[])"),
        (10**400, "an int of 1,329 bits"),
        (Silent(), "<Silent: its repr raises SystemExit>"),
        (Thing("x"), "<Thing>"),
        (p("x"), "<p>"),
        ("y" * 200, repr("y" * 60) + "… (200 characters)"),
        (OrderedDict(a=1), repr(OrderedDict(a=1))),
        (Pair(1, 2), "Pair(left=1, right=2)"),
        (Decimal("1.50"), "Decimal('1.50')"),
    ],
)
def test_values_are_told_as_python_writes_them(value: Any, text: str) -> None:
    assert short(value) == text


def test_no_more_than_some_parts_are_told() -> None:
    wide = [[0] * 200 for _ in range(200)]
    opened = {(0,), *((0, at) for at in range(200))}

    shown = Shower(opened).show(wide, (0,))

    assert shown["size"] == 200
    assert len(shown["parts"]) == MOST_PARTS
    total = sum(1 + len(part.get("parts", ())) for _, part in shown["parts"])
    assert total <= MOST_SHOWN + MOST_PARTS


def test_parts_of_objects_are_what_they_hold() -> None:
    shown = Shower({(0,)}).show(Node("n", [1]), (0,))

    assert [name for name, _ in shown["parts"]] == ["name", "inside"]


def seen(value: Any, path: list[int]) -> str:
    """Return the JSON that a panel has of a part."""
    for number in path:
        value = [part for _, part in parts_of(value)][number] if can_be_copied(value) else None
    return as_json(value) or ""


@pytest.mark.parametrize(
    ("value", "path", "new", "expected"),
    [
        ([1, 2], [1], 5, [1, 5]),
        ((1, "a"), [1], "b", (1, "b")),
        ({"a": {"b": 1}}, [0, 0], 2, {"a": {"b": 2}}),
        (Pair(1, 2), [0], 9, Pair(9, 2)),
        (Node("n", [1]), [1, 0], 4, Node("n", [4])),
        (Colour.RED, [], 1, Colour.RED),
        (date(2020, 1, 1), [], "2021-02-03", date(2021, 2, 3)),
        (datetime(2020, 1, 1, tzinfo=UTC), [], "2021-01-01T00:00:00Z", None),
        (1.5, [], 2, 2.0),
        ((1, 2), [], [3, 4, 5], (3, 4, 5)),
        (None, [], {"any": [1]}, {"any": [1]}),
        ([], [], ["x"], ["x"]),
    ],
)
def test_a_part_is_replaced_in_a_copy(value: Any, path: list[int], new: Any, expected: Any) -> None:
    before = repr(value)

    found = replaced(value, path, Edit(new, seen(value, path)))

    assert found == expected or (expected is None and found.year == 2021)
    assert type(found) is type(value) or value is None
    assert repr(value) == before


@pytest.mark.parametrize(
    ("value", "path", "new", "words"),
    [
        ({1, 2}, [0], 1, "what is in a set cannot be edited"),
        (Silent(), [], 1, "a Silent cannot be edited"),
        (Wordy(), [0], 1, "what is in a Wordy"),
        (defaultdict(list), [0], 1, "what is in a defaultdict"),
        (Liar([1]), [0], 1, "what is in a Liar"),
        (Triple((1, 2, 3)), [0], 1, "what is in a Triple"),
        (Colour.RED, [], 7, "must be one of 1"),
        (date(2020, 1, 1), [], "tomorrow", "date"),
        (Strict(1), [0], -1, "Strict refuses it: n is not negative"),
        ([object()], [], [], "more in it than JSON"),
        (b"x", [], "y", "a bytes cannot be edited"),
    ],
)
def test_what_cannot_be_edited_is_said(value: Any, path: list[int], new: Any, words: str) -> None:
    with pytest.raises(EditRefusedError, match=words):
        replaced(value, path, Edit(new, seen(value, path)))

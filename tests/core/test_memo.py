from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.hooks import Setter, use_callback, use_state
from reactor_nb.core.memo import same_props, same_value
from tests.core.stage import Stage, show


@dataclass(frozen=True)
class Point:
    x: int
    y: Any = 0


@dataclass
class Loose:
    x: int


class Kind(Enum):
    A = 1


class Pair(NamedTuple):
    left: int
    right: Any


def module_level() -> None: ...


def make_closure(value: int) -> Callable[[], int]:
    return lambda: value


NAN = float("nan")
SAME = {
    "text": ("a", "a"),
    "nan": (NAN, float("nan")),
    "bytes": (b"a", b"a"),
    "nothing": (None, None),
    "enumeration": (Kind.A, Kind.A),
    "datetime": (datetime(2026, 1, 1), datetime(2026, 1, 1)),
    "uuid": (UUID(int=1), UUID(int=1)),
    "tuple": ((1, "a"), (1, "a")),
    "named tuple": (Pair(1, "a"), Pair(1, "a")),
    "frozen set": (frozenset({1}), frozenset({1})),
    "frozen dataclass": (Point(1), Point(1)),
    "deep": (Point(1, (Point(2), "a")), Point(1, (Point(2), "a"))),
    "function of a module": (module_level, module_level),
}


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_equal_immutable_values_are_the_same(old: Any, new: Any) -> None:
    assert same_value(old, new)


LIST: list[int] = []
CLOSURE = make_closure(1)
LOOSE = Loose(1)
OTHER = {
    "another number": (1, 2),
    "an integer and a boolean": (1, True),
    "an integer and a float": (1, 1.0),
    "an equal time elsewhere": (
        datetime(2026, 1, 1, 12, tzinfo=timezone.utc),  # noqa: UP017
        datetime(2026, 1, 1, 13, tzinfo=timezone(timedelta(hours=1))),
    ),
    "an equal decimal written otherwise": (Decimal("1.0"), Decimal("1.00")),
    "the very same list": (LIST, LIST),
    "a list in a tuple": ((LIST,), (LIST,)),
    "a list in a frozen dataclass": (Point(1, LIST), Point(1, LIST)),
    "a dataclass that is not frozen": (LOOSE, LOOSE),
    "a list in a named tuple": (Pair(1, LIST), Pair(1, LIST)),
    "a closure": (CLOSURE, CLOSURE),
    "another function": (module_level, make_closure),
    "another length": ((1,), (1, 2)),
    "another type": (Point(1), (1, 0)),
}


@pytest.mark.parametrize(("old", "new"), OTHER.values(), ids=OTHER)
def test_what_could_have_changed_is_not_the_same(old: Any, new: Any) -> None:
    assert not same_value(old, new)


def test_our_own_setters_and_callbacks_are_stable() -> None:
    seen: list[tuple[Any, Any]] = []

    def render() -> Any:
        _, set_count = use_state(0)
        seen.append((set_count, use_callback(lambda: None, [])))
        return None

    stage = show(render)
    setter: Setter[int] = seen[0][0]
    setter(1)
    stage.flush()

    assert same_value(seen[0][0], seen[1][0])
    assert same_value(seen[0][1], seen[1][1])


def test_properties_are_the_same_by_name() -> None:
    assert same_props({"a": 1, "b": "x"}, {"b": "x", "a": 1})
    assert not same_props({"a": 1}, {"b": 1})
    assert not same_props({"a": 1}, {"a": 1, "b": 1})


def test_a_field_that_is_left_out_of_comparison_counts_all_the_same() -> None:
    @dataclass(frozen=True)
    class Hidden:
        x: int
        note: str = field(compare=False, default="")

    assert not same_value(Hidden(1, "a"), Hidden(1, "b"))


def test_properties_that_came_with_a_render_of_its_own_are_looked_at_anew() -> None:
    loose = Loose(1)
    seen: list[int] = []
    sets: list[Any] = []

    @component
    def Child(given: Any) -> Any:
        _, again = use_state(0)
        sets.append(again)
        seen.append(getattr(given, "x", given))
        return None

    @component(memo=False)
    def Page() -> Any:
        shown, show = use_state("first")
        sets.append(show)
        return Child(given=shown if shown == "first" else loose)

    stage = Stage(Page())
    show_page, set_child = sets[0], sets[1]
    show_page("first again")
    set_child(1)
    stage.flush()
    loose.x = 2
    show_page("and again")
    stage.flush()

    assert seen == ["first", 1, 2]

"""Lists of rows made at random, and what may happen to the things they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.core.sources import HEAD


class Named(NamedTuple):
    id: Any
    label: Any
    done: Any


@dataclass(frozen=True)
class Frozen:
    id: Any
    label: Any
    done: Any


@dataclass
class Loose:
    id: Any
    label: Any
    done: Any


@dataclass(frozen=True, slots=True)
class Slotted:
    id: Any
    label: Any
    done: Any


class Counting(NamedTuple):
    """Its label is another one each time that somebody looks."""

    id: Any
    text: Any
    done: Any

    @property
    def label(self) -> str:
        seen.append(self.id)
        return f"{self.text} {len(seen)}"


class Absent:
    """Has no label of its own."""

    def __init__(self, number: Any, label: Any, done: Any) -> None:
        self.id, self.done, self._label = number, done, label

    def __getattr__(self, name: str) -> Any:
        if name != "label":
            raise AttributeError(name)
        seen.append(self.id)
        return f"{self._label} {len(seen)}"


def as_dict(number: Any, label: Any, done: Any) -> dict[str, Any]:
    return {"id": number, "label": label, "done": done}


def as_tuple(*parts: Any) -> tuple[Any, ...]:
    return parts


# What was looked at; a test empties it.
seen: list[Any] = []
KINDS = {one.__name__: one for one in (Named, Frozen, Loose, Slotted, Counting, Absent)}
ALL_KINDS: dict[str, Any] = {**KINDS, "dict": as_dict, "tuple": as_tuple}

labels = st.sampled_from(["", "a", "b c", "<&>", "é\0", 7, 0.5, None, True])
ids = st.integers(0, 6)
parts = st.tuples(ids, labels, st.booleans())
# How the parts are written, by what the items are.
READS = {
    "attributes": ("x", "x.id", "x.label", "x.done", "x"),
    "mapping": ("x", 'x["id"]', 'x["label"]', 'x["done"]', "x"),
    "places": ("x", "x[0]", "x[1]", "x[2]", "x"),
    "unpacked": ("number, label, done", "number", "label", "done", "number"),
}
VALUES = """
{label} | {id} | {done} | sel | shown.sel | chosen | str({id}) | f'{{{label}}}-{{sel:>3}}'
'a' if {id} == sel else None | {label}.upper() | {id} + sel | {id} in chosen | not {done}
{label}[0] | len({label}) | max({id}, sel) | {done} and {label} | {id} / sel | names[{id}]
loud({label}) | {label} if {id} is None else sel | {id} < sel < 5 | '%s!' % {label}
names.get({id}) | -{id} | f'{{{id}!r}}' | names | {label}.nothing
{label} + {label} | missing
""".replace("\n", " | ").split(" | ")
TEXTS = [one for one in VALUES if one.strip()]
values = st.sampled_from(TEXTS)
handlers = st.sampled_from(
    [
        "lambda {own}={own}: hear({id})",
        "lambda number={id}: hear(number)",
        "lambda: hear(sel)",
        "lambda: hear({id})",
        "lambda event, {own}={own}: hear({label})",
        "hear_all",
        "None",
    ]
)
conditions = st.sampled_from(
    ["", "", "", " if {done}", " if {id} != sel if {label}", " if loud({done})"]
)
keys = st.sampled_from(["", ", key={id}", ", key={id}", ", key=str({id})", ", key={label}"])
attributes = st.dictionaries(
    st.sampled_from(["title", "class_", "hidden", "data_x", "id"]), values, max_size=3
)


@st.composite
def listings(draw: st.DrawFn) -> tuple[str, str]:
    """Return the source of a component that shows items, and what its items are."""
    kind = draw(st.sampled_from(list(ALL_KINDS)))
    way = "mapping" if kind == "dict" else "attributes"
    if kind == "tuple":
        way = draw(st.sampled_from(["places", "unpacked"]))
    target, number, label, done, own = READS[way]
    given = "".join(f", {name}={value}" for name, value in draw(attributes).items())
    row = (
        f"li(button({draw(values)}, on_click={draw(handlers)}), {draw(values)}{given}{draw(keys)})"
    )
    star = draw(st.sampled_from(["", "*"]))
    text = f"ul({star}[{row} for {target} in items{draw(conditions)}], title=sel)"
    written = text.format(id=number, label=label, done=done, own=own)
    source = (
        f"{HEAD}def render(shown, hear, loud):\n"
        "    items, sel, chosen, names = shown.items, shown.sel, shown.chosen, shown.names\n"
        "    hear_all = lambda: hear('all')\n"
        f"    return {written}\n"
    )
    return source, kind


steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 5), parts),
        st.tuples(st.just("mutate"), st.integers(0, 5), labels),
        st.tuples(st.just("swap"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("remove"), st.integers(0, 5), st.none()),
        st.tuples(st.just("append"), parts, st.none()),
        st.tuples(st.just("select"), st.one_of(ids, st.none()), st.none()),
        st.tuples(st.just("choose"), ids, st.none()),
        st.tuples(st.just("name"), ids, labels),
        st.tuples(st.just("anew"), st.none(), st.none()),
        st.tuples(st.just("click"), st.integers(0, 5), st.none()),
    ),
    min_size=1,
    max_size=6,
)
first_items = st.lists(parts, max_size=5, unique_by=lambda one: one[0])


class Shown:
    """What a component shows, and what may happen to it."""

    def __init__(self, kind: str, items: list[Any]) -> None:
        self.make = ALL_KINDS[kind]
        self.items: Any = [self.make(*one) for one in items]
        self.sel: Any = 1
        self.chosen = {1, 2}
        self.names = {0: "zero", 1: "one"}

    def put(self, at: int, given: Any) -> None:
        if at < len(self.items):
            self.items = [*self.items]
            self.items[at] = self.make(*given)

    def mutate(self, at: int, label: Any) -> None:
        """Change an item where it is, if that is possible; else the list, where it is."""
        item = self.items[at] if at < len(self.items) else None
        if isinstance(item, dict):
            item["label"] = label
        elif isinstance(item, Loose):
            item.label = label
        elif isinstance(self.items, list):
            self.items[at:] = self.items[at + 1 :]

    def swap(self, one: int, other: int) -> None:
        if max(one, other) < len(self.items):
            self.items = [*self.items]
            self.items[one], self.items[other] = self.items[other], self.items[one]

    def remove(self, at: int, _: Any) -> None:
        self.items = [*self.items[:at], *self.items[at + 1 :]]

    def append(self, given: Any, _: Any) -> None:
        self.items = (*self.items, self.make(*given))

    def select(self, number: Any, _: Any) -> None:
        self.sel = number

    def choose(self, number: Any, _: Any) -> None:
        self.chosen ^= {number}

    def name(self, number: Any, label: Any) -> None:
        self.names[number] = label

    def anew(self, *_: Any) -> None:
        """Only render again."""

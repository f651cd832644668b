"""Random components before and after a random edit of their code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.hooks import StateSlot
from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.state import use_store
from reactor_nb.runtime.load import load_app
from tests.core.stage import Stage
from tests.runtime import apps
from tests.runtime.refreshing import Shown, whole

NAMES = ("App", "B", "C", "D")
HOOKS = {
    "state": "use_state({first})[0]",
    "reducer": "use_reducer(max, {first})[0]",
    "memo": "use_memo(lambda: fmt({first}), [])",
    "ref": "use_ref(5).current",
    "own": "use_pair({first})",
    "context": "use_context(Theme)",
    "effect": "use_effect(lambda: None)",
}


@dataclass(frozen=True)
class Part:
    """One component: what it calls, says and shows."""

    hooks: tuple[str, ...]
    label: str
    first: int
    children: tuple[str, ...]
    memo: str


@dataclass(frozen=True)
class App:
    """All components, and what they share."""

    parts: tuple[Part, ...]
    mark: str
    constant: int
    pair: bool
    total: int
    theme: str
    order: tuple[int, ...]

    def source(self) -> str:
        """Return the code."""
        parts = [_component(name, part) for name, part in zip(NAMES, self.parts, strict=True)]
        lines = [
            f"CONSTANT = {self.constant}",
            "TABLE = [CONSTANT]",
            "TABLE.append(CONSTANT + 1)",
            f"total = state({self.total})",
            "twice = computed(lambda: total.value * CONSTANT)",
            f"Theme = create_context({self.theme!r})",
            f"def fmt(value):\n    return f'{self.mark}{{value}}{{TABLE[-1]}}'",
            f"def use_pair(first):\n    {'use_ref()' if self.pair else 'pass'}\n"
            "    return use_state(first)[0]",
            *[parts[at] for at in self.order],
        ]
        return "\n".join(lines) + "\n"


def _component(name: str, part: Part) -> str:
    calls = [HOOKS[hook].format(first=part.first) for hook in part.hooks]
    children = [f"{one}(key={at})" for at, one in enumerate(part.children)]
    return (
        f"@component(memo={part.memo})\ndef {name}():\n    found = [{', '.join(calls)}]\n"
        f"    return div({part.label!r}, fmt(found), str(twice.value), {', '.join(children)})\n"
    )


def part_of(at: int) -> st.SearchStrategy[Part]:
    below = NAMES[at + 1 :]
    shown = st.lists(st.sampled_from(below), max_size=2) if below else st.just([])
    return st.builds(
        Part,
        st.lists(st.sampled_from(sorted(HOOKS)), max_size=3).map(tuple),
        st.sampled_from("xy"),
        st.integers(0, 1),
        shown.map(tuple),
        st.sampled_from(("None", "True", "False")),
    )


APPS = st.builds(
    App,
    st.tuples(*map(part_of, range(len(NAMES)))),
    st.sampled_from("<>"),
    st.integers(1, 2),
    st.booleans(),
    st.integers(0, 1),
    st.sampled_from(("light", "dark")),
    st.permutations(range(len(NAMES))).map(tuple),
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[App, App]:
    """Return an app, and what an edit or several make of it."""
    old, other = draw(APPS), draw(APPS)
    names = ("mark", "constant", "pair", "total", "theme", "order")
    new = replace(old, **{name: getattr(other, name) for name in names if draw(st.booleans())})
    parts = list(old.parts)
    for at in range(len(parts)):
        fields = [name for name in ("hooks", "label", "first", "children") if draw(st.booleans())]
        parts[at] = replace(parts[at], **{one: getattr(other.parts[at], one) for one in fields})
    return old, replace(new, parts=tuple(parts))


def shape(app: App, name: str) -> list[str]:
    """Return the slots that a component has."""
    found: list[str] = []
    for hook in app.parts[NAMES.index(name)].hooks:
        if hook == "own":
            found += ["ref", "state"] if app.pair else ["state"]
        elif hook != "context":
            found.append(hook)
    return found


def way(instance: Instance) -> tuple[tuple[str, str | None], ...]:
    """Return the components that lead to an instance, and their keys."""
    steps = []
    step: Instance | None = instance
    while step is not None:
        steps.append((step.component.name, step.key))
        step = step.parent
    return tuple(reversed(steps))


def instances(stage: Stage) -> Iterator[Instance]:
    for node in walk(stage.root.nodes()):
        if isinstance(node, Instance):
            yield node


def values(stage: Stage) -> dict[Any, list[Any]]:
    return {
        way(one): [slot.value for slot in one.hooks if isinstance(slot, StateSlot)]
        for one in instances(stage)
    }


def fresh_html(source: str, known: dict[Any, list[Any]], total: int) -> str:
    """Return what the page shows that begins with this code and this state."""
    apps.loaded.append("fresh_for_tests")
    load_app(whole(source), "fresh_for_tests")
    module = sys.modules["fresh_for_tests"]
    first = Stage(module.App())
    restored = {one.path: list(known[way(one)]) for one in instances(first) if known[way(one)]}
    second = Stage(module.App(), restored=restored)
    _put(second, module.total, total)
    html = second.html()
    first.close()
    second.close()
    return html


def _put(stage: Stage, definition: Any, value: Any) -> None:
    with use_store(stage.root.store):
        definition.set(value)
    stage.settle()


@given(edits())
@settings(max_examples=150, deadline=None)
def test_state_is_kept_where_the_hooks_are_the_same_and_all_else_is_as_if_begun_anew(
    edit: tuple[App, App],
) -> None:
    old, new = edit
    with Shown(old.source()) as shown:
        for number, one in enumerate(instances(shown.stage)):
            for slot in one.hooks:
                if isinstance(slot, StateSlot):
                    slot.put(100 + number)
        _put(shown.stage, shown.module.total, 7)
        before = values(shown.stage)

        shown.refresh(new.source())
        after = values(shown.stage)

        assert shown.stage.errors == []
        for at, found in after.items():
            stays = at in before and all(shape(old, name) == shape(new, name) for name, _ in at)
            first = new.parts[NAMES.index(at[-1][0])].first
            assert found == (before[at] if stays else [first] * len(found))
        total = 7 if old.total == new.total else new.total
        assert shown.html == fresh_html(new.source(), after, total)
    apps.forget()

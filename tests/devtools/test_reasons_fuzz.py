"""Any tree, any changes: what is told to have rendered is what did, for the reasons that were.

Each render notes what it saw. That alone says which components rendered and what had become
another since their last render; the devtools, who saw nothing of it, must tell the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

import pytest

from reactor_nb.core.component import Component, component
from reactor_nb.core.context import Context, create_context, use_context
from reactor_nb.core.hooks import Setter, use_state
from reactor_nb.core.instance import Instance, current
from reactor_nb.core.memo import same_value
from reactor_nb.core.state import State, state, use_store
from reactor_nb.devtools.tools import Devtools
from reactor_nb.html import div
from tests.core.stage import Stage

Why = set[tuple[str, str]]
SHARED = [1, 2]
context0 = create_context(0)
context1 = create_context(0)


def stable() -> None:
    """Stand for a function of a module, which is always the same."""


# What a parent gives, made of its first state.
GIVEN: dict[str, Callable[[int], Any]] = {
    "constant": lambda now: 1,
    "half": lambda now: now // 2,
    "mutable": lambda now: SHARED,
    "fresh": lambda now: (7, "equal"),
    "pair": lambda now: (now, 1),
    "function": lambda now: stable,
}


@dataclass
class Seen:
    """What a render saw."""

    props: dict[str, Any]
    values: dict[tuple[str, str], Any]


@dataclass
class World:
    """A random tree, with what was seen in its renders."""

    random: Random
    numbers: Any = field(default_factory=lambda: count(1))
    pages: list[State[int]] = field(default_factory=list)
    contexts: tuple[Context[int], ...] = (context0, context1)
    setters: dict[Instance, list[Setter[int]]] = field(default_factory=dict)
    seen: dict[Instance, Seen] = field(default_factory=dict)
    expected: list[tuple[str, frozenset[tuple[str, str]]]] = field(default_factory=list)
    names: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.pages = [state(0) for _ in range(3)]
        for at, one in enumerate(self.pages):
            one.name = f"page{at}"

    def make(self, depth: int) -> Component:
        """Return a component with random children, of which each is shown or not."""
        random = self.random
        states = random.randint(1, 2)
        pages = random.sample(range(3), random.choice((0, 0, 1, 2)))
        reads = random.sample(range(2), random.choice((0, 0, 1)))
        provides = random.choice((None, None, 0, 1))
        children = [
            (
                self.make(depth - 1),
                random.sample(sorted(GIVEN), random.randint(0, 3)),
                random.random(),
            )
            for _ in range(random.randint(0, 3) if depth else 0)
        ]

        def render(**props: Any) -> Any:
            slots = [use_state(0) for _ in range(states)]
            values: dict[tuple[str, str], Any] = {
                ("state", f"hook {at + 1}, use_state"): value for at, (value, _) in enumerate(slots)
            }
            values |= {("page", f"page{at}"): self.pages[at].value for at in pages}
            values |= {("context", f"context{at}"): use_context(self.contexts[at]) for at in reads}
            instance = current.get()
            assert instance is not None
            self.setters[instance] = [setter for _, setter in slots]
            self.note(instance, Seen(props, values))
            now = slots[0][0]
            shown = [
                child(**{name: GIVEN[name](now) for name in given}, key=at)
                for at, (child, given, hidden) in enumerate(children)
                if hidden < 0.7 or now % 3
            ]
            if provides is not None:
                return div(self.contexts[provides](now // 2, *shown))
            return div(*shown)

        render.__name__ = f"C{next(self.names)}"
        return component(memo=random.choice((None, None, None, True, False)))(render)

    def note(self, instance: Instance, now: Seen) -> None:
        """Note a render, and what was another at the last one."""
        before = self.seen.get(instance)
        why: Why = {("mounted", "")} if before is None else self.difference(instance, before, now)
        self.seen[instance] = now
        self.expected.append((instance.component.name, frozenset(why)))

    def difference(self, instance: Instance, before: Seen, now: Seen) -> Why:
        """Return what became another; if nothing did, the parent has rendered."""
        why = {name for name, value in now.values.items() if before.values[name] != value}
        others = [
            name
            for name, value in now.props.items()
            if not same_or_alike(before.props[name], value)
        ]
        if others:
            why.add(("props", ", ".join(sorted(others))))
        if why:
            return why
        if instance.component.memo is True:
            return {("props", "equal")}
        return {("parent", "")}

    def change(self, stage: Stage) -> None:
        """Change a few things, to values that nothing has had."""
        with use_store(stage.root.store):
            for _ in range(self.random.randint(1, 3)):
                if self.random.random() < 0.3:
                    self.random.choice(self.pages).set(next(self.numbers))
                else:
                    mounted = [one for one in self.setters if one.mounted]
                    setters = self.setters[self.random.choice(mounted)]
                    self.random.choice(setters)(next(self.numbers))


def same_or_alike(old: Any, new: Any) -> bool:
    return old is new or same_value(old, new)


def told(update: dict[str, Any]) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """What an update says, as ``World`` notes it."""
    return [
        (name, frozenset(plain(*reason) for reason in reasons))
        for _, name, reasons, _ in update["renders"]
        if name != "Provider"
    ]


def plain(kind: str, what: str, _: str) -> tuple[str, str]:
    if kind == "parent":
        return kind, ""
    return kind, "equal" if what.endswith("equal, but not the same object") else what


@pytest.mark.parametrize("seed", range(60))
def test_what_is_told_to_have_rendered_is_what_did_for_the_reasons_that_were(seed: int) -> None:
    world = World(Random(seed))
    stage = Stage(world.make(4)())
    updates: list[dict[str, Any]] = []
    tools = Devtools(
        stage.root, lambda message: updates.append(message[1]) if message[0] == "update" else None
    )
    tools.open()

    for _ in range(25):
        world.expected.clear()
        updates.clear()
        world.change(stage)
        stage.flush()

        found = [one for update in updates for one in told(update)]
        assert sorted(found, key=repr) == sorted(world.expected, key=repr)
        assert sum(update["rendered"] for update in updates) >= len(world.expected)
    tools.close()
    stage.close()

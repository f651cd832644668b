"""Random modules that are edited: what ran in part is what ran from its beginning."""

from __future__ import annotations

import types
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.runtime.refresh import Code
from reactor_nb.runtime.registry import REGISTRY_NAME, Registry

DATA = ("a", "b", "c")
LISTS = ("l", "m")
FUNCTIONS = ("f", "g")

_number = st.integers(0, 2).map(str)
_data = st.sampled_from(DATA)
_lists = st.sampled_from(LISTS)
_functions = st.sampled_from(FUNCTIONS)
_value = st.one_of(_number, _data, st.builds("len({})".format, _lists), st.just("f(1)"))

STATEMENTS = st.one_of(
    st.builds("{} = {}".format, _data, _value),
    st.builds("{} += {}".format, _data, _number),
    st.builds("{} = [{}]".format, _lists, _value),
    st.builds("{} = {}".format, _lists, _lists),
    st.builds("{}.append({})".format, _lists, _value),
    st.builds("def {}(x): return x + {}".format, _functions, _value),
    st.builds("def {}(x): {}.append({})".format, _functions, _lists, _value),
    st.builds("def {}(x):\n    global {}\n    {} = x".format, _functions, _data, st.just("a")),
    st.builds("{}(2)".format, _functions),
    st.builds("class C:\n    x = {}\n    def m(self): return {}".format, _value, _data),
    st.builds("{} = C.x".format, _data),
    st.builds("del {}".format, _data),
)
# Most names are there, so that most modules run.
BEGIN = [
    "a = b = c = 0",
    "l = []",
    "m = []",
    "def f(x): return x",
    "def g(x): return x",
    "class C: x = 1",
]


@st.composite
def edits(draw: st.DrawFn) -> list[list[str]]:
    """Return a module, and what some edits one after another make of it."""
    lines = [*BEGIN, *draw(st.lists(STATEMENTS, max_size=6))]
    found = [lines]
    for _ in range(draw(st.integers(1, 3))):
        lines = [*lines]
        for _ in range(draw(st.integers(1, 3))):
            at = draw(st.integers(0, len(lines)))
            match draw(st.sampled_from(("put", "drop", "swap", "edit"))):
                case "put":
                    lines.insert(at, draw(STATEMENTS))
                case "drop":
                    del lines[at : at + 1]
                case "swap":
                    other = draw(st.integers(0, len(lines)))
                    part = lines[at : at + 1]
                    del lines[at : at + 1]
                    lines[other:other] = part
                case _:
                    lines[at : at + 1] = [draw(STATEMENTS)]
        found.append(lines)
    return found


def begin(source: str) -> dict[str, Any] | None:
    """Return what a module holds that runs from its beginning; nothing if it fails."""
    names: dict[str, Any] = {"__file__": "<fuzz>", REGISTRY_NAME: Registry("fuzz")}
    try:
        exec(source, names)
    except Exception:
        return None
    return names


def shown(names: dict[str, Any]) -> dict[str, Any]:
    """Return what can be seen of a module: its values, and what its functions return."""
    found: dict[str, Any] = {}
    for name in sorted(names):
        value = names[name]
        if isinstance(value, types.FunctionType):
            found[name] = value.__code__.co_code, value.__code__.co_names
        elif isinstance(value, type):
            found[name] = value.x  # type: ignore[attr-defined]
        elif not name.startswith("__"):
            found[name] = value
    found["same"] = names.get("l") is names.get("m")
    return found


@given(edits())
@settings(max_examples=300, deadline=None)
def test_a_module_that_was_edited_is_one_that_began_with_that_source(
    steps: list[list[str]],
) -> None:
    sources = ["\n".join(lines) + "\n" for lines in steps]
    names = begin(sources[0])
    if names is None:
        return
    code = Code(names, sources[0])
    for source in sources[1:]:
        wanted = begin(source)
        if wanted is not None:  # a server that cannot begin with it tells pages nothing of it
            code.update(source)
            assert shown(names) == shown(wanted), source

from __future__ import annotations

import pytest

from reactor_nb.runtime.statements import affected, plan, read_statements

# For each source: what it binds, what it needs at once, what its functions need later.
CASES = {
    "a value": ("x: int = y + 1", "x", "int y", ""),
    "two on one line": ("x = 1; y = x", "x y", "x", ""),
    "a function": ("def f(a: T = d): return a + b", "f", "T d", "b"),
    "a decorator": ("@deco(c)\nasync def f(): await g()", "f", "deco c", "g"),
    "a local name": ("def f():\n    a = 1\n    return a", "f", "", ""),
    "a name of around": ("def f():\n    global g\n    g = 1", "f", "", "g"),
    "a function inside": ("def f():\n    def h(): return a + b\n    a = 1", "f", "", "b"),
    "a lambda": ("f = lambda a: a + b", "f", "", "b"),
    "a list": ("x = [a + b for a in c]", "x", "b c", ""),
    "a list in a function": ("def f(): return [a for a in b] + a", "f", "", "a b"),
    "a walrus in a list": ("x = [y := a for a in b]", "x y", "b", ""),
    "a class": ("class C(B):\n    a = b\n    def m(self): return c", "C", "B b", "c"),
    "imports": ("import a.b, c as d\nfrom e import f as g", "a d g", "", ""),
    "a match": ("match a:\n    case [b, *c]: pass\n    case {**d}: pass", "b c d", "a", ""),
    "an error": ("try: a()\nexcept E as e: pass", "e", "E a", ""),
    "a sum": ("x += 1", "x", "x", ""),
    "a deletion": ("del x", "x", "", ""),
}


@pytest.mark.parametrize("source, defines, now, later", CASES.values(), ids=CASES)
def test_a_statement_binds_and_needs(source: str, defines: str, now: str, later: str) -> None:
    found = read_statements(source)

    names = [{*one.defines} for one in found], [{*one.now} for one in found]
    assert set().union(*names[0]) == set(defines.split())
    assert set().union(*names[1]) == set(now.split())
    assert set().union(*(one.later for one in found)) == set(later.split())


def test_texts_are_those_of_the_source() -> None:
    source = "ä = 'ö'; b = 2  # two\n@c\ndef d():\n    pass\n"

    found = read_statements(source)

    assert [(one.line, one.text) for one in found] == [
        (1, "ä = 'ö'"),
        (1, "b = 2"),
        (2, "@c\ndef d():\n    pass"),
    ]


OLD = """
from a import b, c
SIZES = []
SIZES.append(1)
TOTAL = sum(SIZES)
def twice(): return TOTAL * 2
FOUR = twice()
OTHER = 5
def show(): return twice()
"""

MOVED = "def show(): return twice()\nOTHER = 5"

# For each edit: what runs again.
EDITS = {
    "nothing": ("", "", []),
    "white space": ("OTHER = 5", "\n\nOTHER = 5  # five", []),
    "one more import": ("import b, c", "import b, d, c", ["from a import d"]),
    "a value": ("OTHER = 5", "OTHER = 6", ["OTHER = 6"]),
    "a function that was called": (
        "TOTAL * 2",
        "TOTAL * 3",
        ["def twice(): return TOTAL * 3", "FOUR = twice()"],
    ),
    "a change in place": (
        "append(1)",
        "append(2)",
        [
            "SIZES = []",
            "SIZES.append(2)",
            "TOTAL = sum(SIZES)",
            "FOUR = twice()",
        ],
    ),
    "a change in place that is gone": (
        "SIZES.append(1)\n",
        "",
        ["SIZES = []", "TOTAL = sum(SIZES)", "FOUR = twice()"],
    ),
    "another place": ("OTHER = 5\ndef show(): return twice()", MOVED, []),
}


@pytest.mark.parametrize("old, new, runs", EDITS.values(), ids=EDITS)
def test_only_what_is_other_or_needs_it_runs_again(old: str, new: str, runs: list[str]) -> None:
    before, after = read_statements(OLD), read_statements(OLD.replace(old, new))

    found = plan(before, after, lambda name: name == "SIZES")

    assert [after[at].text for at in found.run] == runs


def test_names_bound_twice_run_again_in_another_order() -> None:
    before, after = read_statements("x = 1\nx = 2\ny = x"), read_statements("x = 2\nx = 1\ny = x")

    assert plan(before, after, lambda name: False).run == (0, 1, 2)


def test_what_is_gone_is_removed() -> None:
    found = plan(read_statements("x = 1\ny = 2"), read_statements("y = 2"), lambda name: False)

    assert found.run == ()
    assert found.removed == frozenset({"x"})


def test_what_needs_a_changed_name_is_affected_unless_it_does_not_see_that() -> None:
    statements = read_statements(OLD)

    assert affected(statements, {"TOTAL"}) == {"TOTAL", "twice", "FOUR", "show"}
    assert affected(statements, {"TOTAL"}, lambda name: name == "twice") == {"TOTAL", "twice"}

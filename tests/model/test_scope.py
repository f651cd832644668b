from __future__ import annotations

import ast
import sys

import pytest

from reactor_nb.model.reader import read_facts

CASES = {
    # source: defines, needs now, needs later
    "an assignment": ("y = x + 1", "y", "x", ""),
    "several targets": ("a, (b, *c) = d = x", "a b c d", "x", ""),
    "a local name stays local": ("def f():\n    a = 1\n    return a", "f", "", ""),
    "a function's free name": ("def f():\n    return a", "f", "", "a"),
    "a parameter hides a name": ("def f(a, *b, c, **d):\n    return a, b, c, d", "f", "", ""),
    "a default is needed now": ("def f(a=b, *, c=d):\n    return a", "f", "b d", ""),
    "a decorator is needed now": ("@d(e)\ndef f(): ...", "f", "d e", ""),
    "an annotation is neither": ("def f(a: T) -> U: ...", "f", "", ""),
    "a lambda's body is later": ("f = lambda a, b=c: a + d", "f", "c", "d"),
    "a comprehension is now": ("x = [a + b for a in c if a in d]", "x", "b c d", ""),
    "a comprehension of two": ("x = {a: b for a in c for b in a}", "x", "c", ""),
    "its targets stay inside": ("x = [a for a in b]\n", "x", "b", ""),
    "a walrus binds outside": ("x = [y := a for a in b]", "x y", "b", ""),
    "a walrus in a function": ("def f():\n    [y := a for a in b]\n    return y", "f", "", "b"),
    "a closure": (
        "def f():\n    a = 1\n    def g():\n        return a + b\n    return g",
        "f",
        "",
        "b",
    ),
    "a nonlocal": (
        "def f():\n    a = 1\n    def g():\n        nonlocal a\n        a = 2",
        "f",
        "",
        "",
    ),
    "a name used before its local binding": ("def f():\n    print(a)\n    a = 1", "f", "", "print"),
    "a class body is now": ("class A(B, metaclass=C):\n    d = e\n    f = d", "A", "B C e", ""),
    "a field's type is now": ("class A:\n    b: C\n    d: 'E' = f()", "A", "C f", ""),
    "a class name is not seen in methods": (
        "class A:\n    b = 1\n    def c(self):\n        return b",
        "A",
        "",
        "b",
    ),
    "a class name before its binding": ("class A:\n    b = b", "A", "b", ""),
    "a comprehension in a class": ("class A:\n    b = [1]\n    c = [d for d in b]", "A", "", ""),
    "an import": ("import a.b, c as d\nfrom e import f as g", "a d g", "", ""),
    "an import in a function": ("def f():\n    import os\n    return os", "f", "", ""),
    "a try": ("try:\n    import a as b\nexcept E as e:\n    b = None", "b e", "E", ""),
    "a loop": ("for a in b:\n    c = a\nelse:\n    d = e", "a c d", "b e", ""),
    "a with": ("with a() as b:\n    c = b.d", "b c", "a", ""),
    "a while": ("while a:\n    b = c", "b", "a c", ""),
    "a match": (
        "match a:\n    case {'k': b, **c} if d: e = b\n    case [f, *g]: ...\n    case C(h=i): ...",
        "b c e f g i",
        "a d C",
        "",
    ),
    "a del": ("del a", "", "", ""),
    "a string is a text": ("a = 'b.c'\nd = f'{e} f'", "a d", "e", ""),
    "a global is bound later": ("def f():\n    global a\n    a = b", "f", "", "b"),
    "deep attributes": ("a = b.c.d[e].f", "a", "b e", ""),
    "a call": ("a = b(c, *d, e=f, **g)", "a", "b c d f g", ""),
    "its own name": ("a = a + 1", "a", "a", ""),
    "a starred call in a decorator": ("@a(*b)\nclass C: ...", "C", "a b", ""),
    "a del in a function": ("def f():\n    a = b\n    del a\n    a", "f", "", "b"),
    "a global in one of two functions": (
        "def f():\n    global a\n    def g():\n        a = 1\n        return a\n    return a",
        "f",
        "",
        "a",
    ),
    "a lambda in a comprehension": ("x = [lambda: a + b for a in c]", "x", "c", "b"),
    "a comprehension in a function": ("def f(a):\n    return [a + b for b in c]", "f", "", "c"),
    "a comprehension in a method": (
        "class A:\n    b = 1\n    def c(self):\n        return [b for d in e]",
        "A",
        "",
        "b e",
    ),
    "a class in a function": (
        "def f():\n    a = 1\n    class B(C):\n        d = a\n        e = g\n    return B",
        "f",
        "",
        "C g",
    ),
    "an augmented assignment": ("a += b", "", "a b", ""),
    "an augmented assignment in a function": ("def f():\n    a += 1", "f", "", ""),
    "a walrus in a condition": ("if (a := b):\n    a", "a", "b", ""),
    "a walrus in a lambda": ("f = lambda: (a := b) + a", "f", "", "b"),
    "a branch that may not bind": ("if a:\n    b = 1\nb", "b", "a b", ""),
    "a try that may not bind": ("try:\n    import a\nexcept E:\n    pass\na", "a", "E a", ""),
    "a group of exceptions": ("try:\n    a\nexcept* E as e:\n    e.b", "e", "a E", ""),
    "a parameter's own default": ("def f(a=a): return a", "f", "a", ""),
    "a decorator and a parameter": ("@a\ndef f(a): return a", "f", "a", ""),
    "a star target": ("for a, (b, *c) in d: ...", "a b c", "d", ""),
    "an async comprehension": ("async def f():\n    return [a async for a in b()]", "f", "", "b"),
}


@pytest.mark.parametrize("source, defines, now, later", CASES.values(), ids=CASES)
def test_a_statement_defines_and_needs(source: str, defines: str, now: str, later: str) -> None:
    facts = read_facts(ast.parse(source).body)

    assert set(facts.defines) == set(defines.split())
    assert set(facts.now) == set(now.split())
    assert set(facts.later) == set(later.split())


CHANGES = {
    "a method that changes": ("x.append(1)", "x"),
    "deep inside": ("x.a['b'].update(c)", "x"),
    "a subscript": ("x[k] = v", "x"),
    "an attribute": ("x.a.b = v", "x"),
    "an augmented assignment": ("x += 1", "x"),
    "an augmented attribute": ("x.a += 1", "x"),
    "a deleted item": ("del x[k]", "x"),
    "setattr": ("setattr(x, 'a', 1)", "x"),
    "a taken item": ("y = x.pop()", "x"),
    "in a loop": ("for i in y:\n    x[i] = 1", "x"),
    "in a loop of its own name": ("for x in y:\n    x.a = 1", ""),
    "in a function, later": ("def f():\n    x.append(1)", ""),
    "in a lambda, later": ("f = lambda: x.append(1)", ""),
    "a method that may change": ("x.head()", ""),
    "a local": ("with a as x:\n    x.append(1)", ""),
}


@pytest.mark.parametrize("source, changes", CHANGES.values(), ids=CHANGES)
def test_a_statement_changes(source: str, changes: str) -> None:
    facts = read_facts(ast.parse(source).body)

    assert set(facts.changes) == set(changes.split())
    assert not set(facts.defines) & set(facts.changes)


def test_functions_change_names_later() -> None:
    facts = read_facts(
        ast.parse(
            "def f():\n    x.append(1)\n    y[0] = 1\n    global z\n    z += 1\n"
            "g = lambda: w.append(1)"
        ).body
    )

    assert set(facts.changes_later) == {"w", "x", "y", "z"}
    assert set(facts.late) == {"z"}


HINTS = {
    "a parameter": ("def f(a: T.u, *b: V) -> 'W': ...", "T.u V W"),
    "inside brackets": ("def f(a: list[T | None]): ...", "list T"),
    "a quoted part": ("def f(a: dict[str, 'T']): ...", "dict str T"),
    "a literal is no type": ("def f(a: Literal['T']): ...", "Literal"),
    "metadata is no type": ("def f(a: Annotated[T, 'U', V('W')]): ...", "Annotated T V"),
    "a variable": ("a: T = 1", "T"),
    "a local variable is never evaluated": ("def f():\n    a: T = 1", ""),
}


@pytest.mark.parametrize("source, hints", HINTS.values(), ids=HINTS)
def test_annotations_are_hints(source: str, hints: str) -> None:
    facts = read_facts(ast.parse(source).body)

    assert set(facts.hints) == set(hints.split())
    assert not facts.now


def test_a_quoted_field_is_needed_where_it_exists() -> None:
    facts = read_facts(ast.parse("class A:\n    b: list['C']").body)

    assert (set(facts.now), set(facts.maybe)) == ({"list"}, {"C"})


USES = {
    "an attribute": ("os.environ['X']", "os.environ"),
    "getattr": ("getattr(os, 'environ')", "os.environ"),
    "a local that is no module": ("def f(os):\n    os.environ", ""),
    "the longest path": ("a.b.c.d()[0].e", "a.b.c.d"),
    "a name that is bound after its use": ("def f():\n    os.environ\n    os = 1", ""),
}


@pytest.mark.parametrize("source, dotted", USES.values(), ids=USES)
def test_attribute_paths_are_noted(source: str, dotted: str) -> None:
    facts = read_facts(ast.parse(source).body)

    assert set(facts.dotted) == set(dotted.split())


INNER = {
    # source: what is imported, what is used of it
    "a module": ("def f():\n    import os as o\n    o.getenv('X')", "os", "os.getenv"),
    "a name of a module": (
        "def f():\n    from os import environ as e\n    e['X']",
        "os.environ",
        "os.environ",
    ),
    "in a function inside": (
        "def f():\n    import os\n    def g():\n        return os.environ",
        "os",
        "os.environ",
    ),
    "in a class": ("class A:\n    import os\n    b = os.environ", "os", "os.environ"),
    "a neighbour": (
        "def f():\n    from . import a\n    from .b import c\n    a.d",
        ".a .b.c",
        ".a.d",
    ),
    "as a whole": ("def f():\n    import os\n    return os", "os", "os"),
    "at the top": ("import os\nos.environ", "", ""),
    "hidden by a parameter": (
        "def f():\n    import os\n    def g(os):\n        return os.environ",
        "os",
        "",
    ),
}


@pytest.mark.parametrize("source, taken, used", INNER.values(), ids=INNER)
def test_what_functions_import_is_noted_by_its_own_name(source: str, taken: str, used: str) -> None:
    facts = read_facts(ast.parse(source).body)

    assert set(facts.taken) == set(taken.split())
    assert set(facts.inner) == set(used.split())


BARE = {
    "a value": ("x = a", "a"),
    "only an attribute": ("x = a.b", ""),
    "an argument": ("f(a)", "f a"),
    "getattr with a text": ("getattr(a, 'b')", "getattr"),
    "getattr with a name": ("getattr(a, b)", "getattr a b"),
    "what is bound before": ("if x:\n    a = 1\n    a", "x a"),
}


@pytest.mark.parametrize("source, bare", BARE.values(), ids=BARE)
def test_names_that_are_used_as_a_whole_are_noted(source: str, bare: str) -> None:
    assert set(read_facts(ast.parse(source).body).bare) == set(bare.split())


def test_a_del_at_the_top_is_noted() -> None:
    facts = read_facts(ast.parse("a = 1\ndel a, b, c.d\ndef f():\n    del e\na").body)

    assert set(facts.deletes) == {"a", "b"}
    assert set(facts.now) == {"c", "a"}


TOUCHED = {
    "a method": ("a.b.append(1)", "a.b"),
    "an attribute": ("a.b = 1", "a.b"),
    "an item": ("a.b[0].c = 1", "a.b"),
    "a result": ("a.b().c.clear()", "a.b"),
    "later": ("def f():\n    a.b.append(1)", "a.b"),
}


@pytest.mark.parametrize("source, touched", TOUCHED.values(), ids=TOUCHED)
def test_what_is_changed_is_noted_with_its_attributes(source: str, touched: str) -> None:
    assert set(read_facts(ast.parse(source).body).touched) == set(touched.split())


def test_spelled_out_imports_are_noted() -> None:
    source = "a = __import__('b')\nc = importlib.import_module('d.e')\ndef f():\n    import g"

    assert set(read_facts(ast.parse(source).body).imports) == {"b", "d.e", "g"}


AWAITS = {
    "await": ("x = await y", 1),
    "async for": ("x = 1\nasync for a in b: ...", 2),
    "async with": ("async with a: ...", 1),
    "a comprehension": ("x = [a async for a in b]", 1),
    "in a function": ("async def f():\n    await x", None),
}


@pytest.mark.parametrize("source, line", AWAITS.values(), ids=AWAITS)
def test_an_await_at_the_top_is_noted(source: str, line: int | None) -> None:
    awaits = read_facts(ast.parse(source).body).awaits

    assert (awaits and awaits.line) == line


@pytest.mark.parametrize("count", [100, 900])
def test_a_long_sum_is_not_deep(count: int) -> None:
    facts = read_facts(ast.parse("x = " + " + ".join(f"a{n}" for n in range(count))).body)

    assert len(facts.now) == count


@pytest.mark.parametrize(
    "source, defines, now, later",
    [
        ("def f[T](a: T): ...", "f", "", ""),
        ("class A[T](B[T]):\n    c: T", "A", "B", ""),
        ("type C[T] = list[T | D]", "C", "", "list D"),
    ],
)
def test_type_parameters_are_local(source: str, defines: str, now: str, later: str) -> None:
    """Python 3.11 cannot read them, and a cell with them is no valid Python there."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        assert sys.version_info[:2] == (3, 11)
        return

    facts = read_facts(tree.body)

    assert set(facts.defines) == set(defines.split())
    assert set(facts.now) == set(now.split())
    assert set(facts.later) == set(later.split())

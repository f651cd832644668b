"""Notebooks that nobody wrote: made of pieces, and real ones with something changed in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
SEEDS = [
    path.read_bytes()
    for folder in ("tests/notebooks", "tests/notebooks/nbformat", "examples")
    for path in sorted((ROOT / folder).glob("*.ipynb"))
]
PIECES = [
    *(b"null", b"[", b"}", b'"cells"', b'"source"', b"1e999", b"NaN", b"-Infinity", b"\\n"),
    *(b"\\ud800", b"\\u0000", b"\xff", b"\xfe\xff", b"\x00", b"-1", b'""', b"\xef\xbb\xbf", b"%%"),
]
LINES = [
    *("x = 1", "def f(:", "@page('/')\ndef P(): pass", "!ls", "%pip install x", "a = b = c"),
    *("from os import *", "await x", "class A:\n    b: 'C'", "from reactor_nb import *"),
    *("if x:\n    y = !z", "# reactor: server\nx", "def g():\n    global x; x = 1", "\x0c\tx"),
    *("@action\ndef act(a, *b): ...", "try:\n  import q\nexcept* E as e: pass", "del x, a[0], b.c"),
    *("lambda: (y := 1)", "x: 'Y' = 1", "import helpers", "from helpers import x, y as z"),
    *("import pkg.deep as d, pkg", "from .pkg import deep", "from helpers import *"),
    *("helpers.x(pkg.deep.y).z = 1", "from reactor_nb import page, action, component, state"),
    *("from reactor_nb.html import p", "@page('/', loader=helpers.x)\ndef Q(data): return p(data)"),
    *("@component\ndef C(a: helpers.T, *, b: 'x' = f) -> C: return C(a=x)", "s = state(x)"),
    *("for x in range(y):\n    x.append(z)\nelse:\n    del x", "with a as (b, *c): b.d += 1"),
    *("match x:\n    case {'a': y, **z} | [y, *z] if w: f(y)", "exec(x)", "exec('@page(1)')"),
    *("type X[T] = list[T]", "def h[T: x](a: T = b): yield a", "x = yield", "return x", "x?"),
    *("# reactor: skip", "# reactor: client\nimport js", "%%bash\nls", "# /// script\n# a\n# ///"),
    *("from __future__ import annotations", "from __future__ import braces", "__all__ = ['x', y]"),
    *(
        "if __name__ == '__main__':\n    x",
        "import os\nos.environ[x]",
        "async def f(): [a async for a in b]",
    ),
    *("@(x := page)('/')\nclass K(metaclass=M, **k): x = x", "print(*x, **y)", "Ａ = Å = 'é'"),
]
HEAD = """from reactor_nb import *
from reactor_nb import page, action, component
x = y = z = f = b = 1"""
PAGE = "@page('/home')\ndef Home(): return x, f, y"
scraps = st.sampled_from(LINES) | st.text(max_size=30)
texts = st.text(max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
sources = st.lists(scraps, max_size=6)
metadata = st.fixed_dictionaries({}, optional={"tags": values, "reactor": values})
cells = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "code", "code", "markdown", "raw", "heading"])
        | values,
        "source": sources.map("\n".join) | sources | values,
        "metadata": metadata | values,
    },
    optional={"id": texts | values, "input": values},
)
sheets = st.fixed_dictionaries({"cells": st.lists(cells, max_size=3)})
odd = st.fixed_dictionaries(
    {"nbformat": st.sampled_from([2, 3, 4, 4, 4]) | values},
    optional={
        "cells": st.lists(cells, max_size=5) | values,
        "worksheets": st.lists(sheets, max_size=2) | values,
        "metadata": values,
        "nbformat_minor": st.integers(0, 5) | values,
    },
)
valid = st.lists(st.sampled_from(LINES), max_size=8).map(
    lambda lines: {
        "nbformat": 4,
        "cells": [{"cell_type": "code", "source": each} for each in (HEAD, *lines, PAGE)],
    }
)


def as_bytes(content: object) -> bytes:
    """Return a notebook as a file has it."""
    return json.dumps(content).encode()


made_up = (valid | odd).map(as_bytes)
modules = st.dictionaries(
    st.sampled_from(["helpers.py", "pkg/__init__.py", "pkg/deep.py", "pkg/helpers.py"]),
    sources.map("\n".join),
)


@st.composite
def changed_bytes(draw: st.DrawFn) -> bytes:
    """Return a real notebook with some bytes cut out, put in, repeated or changed."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        again = bytes(data[start:end]) * 2
        data[start:end] = draw(st.sampled_from([*PIECES, b"", again]) | st.binary(max_size=4))
    return bytes(data)


@st.composite
def changed_data(draw: st.DrawFn) -> bytes:
    """Return a real notebook in which a value became another, or went away."""
    data = json.loads(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        place, key = data, None
        while isinstance(place, dict | list) and place:
            inside = place.items() if isinstance(place, dict) else enumerate(place)
            parent, (key, place) = place, draw(st.sampled_from(list(inside)))
            if draw(st.integers(0, 3)) == 0:
                break
        if key is not None:
            if draw(st.booleans()):
                del parent[key]
            else:
                parent[key] = draw(values | scraps)
    return json.dumps(data).encode()


@st.composite
def changed_code(draw: st.DrawFn) -> bytes:
    """Return a real notebook with lines of its code moved, repeated, left out or from elsewhere."""
    data = json.loads(draw(st.sampled_from(SEEDS)))
    lists = [each for each in data.get("cells", []) if isinstance(each.get("source"), list)]
    for cell in lists:
        lines = [str(line) for line in cell["source"]]
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(0, len(lines)))
            new = draw(st.lists(scraps, max_size=1)) or lines[: draw(st.integers(0, 1))]
            lines[place : place + draw(st.integers(0, 2))] = new
        cell["source"] = "".join(lines)
    moves = draw(st.booleans())
    if lists and moves:
        data["cells"] = draw(st.permutations(data["cells"]))
    return json.dumps(data).encode()


notebooks = st.one_of(made_up, made_up, changed_bytes(), changed_data(), changed_code())

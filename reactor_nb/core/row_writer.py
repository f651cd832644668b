"""Lists written row by row, by a function that is generated for each block; on a server.

What a page keeps is held in columns (``reactor_nb.core.fill``). What is read once needs none: it
is written while the rows are gone through. The function is built as a syntax tree, in which the
texts of the template are constants and all names are our own.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from reactor_nb.core.attributes import TEXT_KINDS
from reactor_nb.core.block_html import hole_html
from reactor_nb.core.fill import HANDLERS, Arguments, Columns, filler
from reactor_nb.core.render_html import escape_text
from reactor_nb.core.template import Attribute, NotConstant, Run
from reactor_nb.core.vnode import VRows
from reactor_nb.errors import ElementError

if TYPE_CHECKING:
    from reactor_nb.core.block import Block

Write: TypeAlias = Callable[[Sequence[Arguments]], str]
Name: TypeAlias = Callable[[Any], str]

# What an attribute takes that nobody can change afterwards.
_PLAIN: Final = frozenset((str, int, float, bool, type(None)))
_TEXTS: Final = (int, str)
# So many rows are written at once.
_PART: Final = 500
# So many functions at most for one block.
_MANY: Final = 8


class Written(Sequence[Any]):
    """What rows have besides their HTML, made if somebody asks for it.

    ``html`` are the rows.
    """

    __slots__ = ("_made", "_make", "html")

    def __init__(self, html: str, make: Callable[[], Sequence[Any]]) -> None:
        self.html = html
        self._make = make
        self._made: Sequence[Any] | None = None

    def _all(self) -> Sequence[Any]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        return self._all()[at]


def written_rows(block: Block, rows: Sequence[Arguments]) -> VRows | None:
    """Return a list of rows with its HTML, or nothing where it holds more than texts.

    Args:
        block: what makes them.
        rows: the values of the arguments of each, at least one.
    """
    writer: RowWriter | None = getattr(block, "writer", None)
    if writer is None:
        writer = block.writer = RowWriter(block)
    html = writer.html(rows)
    if html is None:
        return None
    key = block.key
    keys = None if key is None else Written("", lambda: [str(row[key]) for row in rows])
    columns: Any = Written(html, lambda: [fill(Columns(rows)) for fill in block.fill_columns])
    return VRows(block, columns, keys, len(rows))


class RowWriter:
    """Writes the lists of one block.

    Args:
        block: what makes the rows.
    """

    def __init__(self, block: Block) -> None:
        self._key = block.key
        self._source = _Source(block)
        # By the kinds of a first row.
        self._writes: dict[tuple[type, ...], Write] = {}

    def html(self, rows: Sequence[Arguments]) -> str | None:
        """Return the HTML of rows, or nothing where a value is more than a text.

        Args:
            rows: the values of the arguments of each, at least one.
        """
        kinds = tuple(map(type, rows[0]))
        write = self._writes.get(kinds) or self._learn(kinds)
        if write is None:
            return None
        try:
            # In parts that stay in the processor's cache.
            parts = [write(rows[at : at + _PART]) for at in range(0, len(rows), _PART)]
        except (NotConstant, ElementError):
            return None
        key = self._key
        is_apart = key is None or len({row[key] for row in rows}) == len(rows)
        return "".join(parts) if is_apart and all(map(_is_clean, parts)) else None

    def _learn(self, kinds: tuple[type, ...]) -> Write | None:
        if len(self._writes) == _MANY or not self._source.takes(kinds):
            return None
        write = self._writes[kinds] = self._source.compiled(kinds)
        return write


class _Source:
    """The functions that write the rows of a block."""

    def __init__(self, block: Block) -> None:
        self._html: list[str | int | Attribute] = []
        self._handlers = {
            one.argument
            for part in block.template.walk()
            for one in part.handlers
            if isinstance(one, Attribute)
        }
        pieces = block.html.pieces
        is_written = pieces is not None and all(map(self._take, pieces))
        self._is_possible = is_written and not isinstance(block.key, list)
        self._texts = sorted({piece for piece in self._html if isinstance(piece, int)})
        self._checked = {*self._texts, *([block.key] if isinstance(block.key, int) else [])}

    def _take(self, piece: Any) -> bool:
        if not isinstance(piece, Run):
            self._html.append(piece)
            return isinstance(piece, (str, Attribute))
        for part in piece.parts:
            if isinstance(part, int):
                self._html.append(part)
            elif part[0].__class__ is str:
                self._html.append(escape_text(part[0]))
            else:
                return False
        return True

    def takes(self, kinds: Sequence[type]) -> bool:
        """Tell whether there is a function for rows whose arguments are of these kinds."""
        return (
            self._is_possible
            and all(kinds[one] in _TEXTS for one in self._checked)
            and all(kinds[one] in HANDLERS for one in self._handlers)
        )

    def compiled(self, kinds: Sequence[type]) -> Write:
        """Return the function, which raises ``NotConstant`` where a row is of other kinds."""
        texts = [one for one in self._texts if kinds[one] is str]
        holes = [piece for piece in self._html if isinstance(piece, Attribute)]
        checks = [
            *(f"a{one}.__class__ is {kinds[one].__name__}" for one in sorted(self._checked)),
            *(f"a{one}" for one in texts),
            *(f"a{one}.__class__ in functions" for one in sorted(self._handlers)),
        ]
        joined = "".join(f"{{a{one}}}" for one in texts)
        signs = " or ".join(f"{sign!r} in text" for sign in "<&>\r")
        tree = ast.parse(
            "def write(rows):\n"
            + "".join(f" seen{hole.hole} = Seen(named{hole.hole})\n" for hole in holes)
            + " return ''.join(["
            + (f"escaped if (text := f'{joined}') and ({signs}) else " if texts else "")
            + f"ready for ({' '.join(f'a{one},' for one in range(len(kinds)))}) in rows"
            + f" if {' and '.join(checks) or True} or stop()])"
        )
        put = _Put({"ready": self._row(()), "escaped": self._row(texts)})
        tree = ast.fix_missing_locations(put.visit(tree))
        names: dict[str, Any] = {
            "Seen": _Seen,
            "escape": escape_text,
            "functions": HANDLERS,
            "stop": _stop,
            **{f"named{hole.hole}": _named(hole) for hole in holes},
            **{f"start{hole.hole}": f' {hole.name}="' for hole in holes},
        }
        exec(compile(tree, __name__, "exec"), names)
        write: Write = names["write"]
        return write

    def _row(self, escaped: Sequence[int]) -> ast.expr:
        """Return the expression of a row.

        Args:
            escaped: the arguments that are texts to be escaped.
        """
        written: list[ast.expr] = []
        for piece in self._html:
            if isinstance(piece, str):
                written.append(ast.Constant(piece))
                continue
            if isinstance(piece, Attribute):
                text = _attribute(piece)
            else:
                text = f"escape(a{piece})" if piece in escaped else f"a{piece}"
            written.append(ast.FormattedValue(ast.parse(text, mode="eval").body, -1))
        return ast.JoinedStr(written)


class _Put(ast.NodeTransformer):
    """Puts expressions where their names stand."""

    def __init__(self, expressions: dict[str, ast.expr]) -> None:
        self._expressions = expressions

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return what stands for a name."""
        return self._expressions.get(node.id, node)


class _Seen(dict[str, str]):
    """The values of an attribute in one list, each written once."""

    def __init__(self, name: Name) -> None:
        self._name = name

    def __missing__(self, value: str) -> str:
        self[value] = html = self._name(value)
        return html


def _attribute(hole: Attribute) -> str:
    """Return the expression of an attribute with the space before it."""
    value = f"a{hole.argument}"
    by_rules = f"named{hole.hole}({value})"
    if hole.kind not in TEXT_KINDS:
        return by_rules
    seen = f"seen{hole.hole}[{value}] if {value}.__class__ is str else {by_rules}"
    if hole.kind != "class":
        number = f"""f'{{start{hole.hole}}}{{{value}}}"'"""
        seen = f"{number} if {value}.__class__ is int else {seen}"
    return f"'' if {value} is None else {seen}"


def _named(hole: Attribute) -> Name:
    fill = filler(hole)
    before = (None,) * hole.argument

    def named(value: Any) -> str:
        if value.__class__ not in _PLAIN:
            raise NotConstant
        return hole_html(hole, fill((*before, value)))

    return named


def _is_clean(html: str) -> bool:
    """Tell the same as ``is_clean``; what a server writes it encodes, so that costs little."""
    if "\0" in html:
        return False
    try:
        html.encode()
    except UnicodeEncodeError:
        return False
    return True


def _stop() -> bool:
    raise NotConstant

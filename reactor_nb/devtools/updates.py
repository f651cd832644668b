"""One update of a page, as a panel is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from reactor_nb.devtools.values import short

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.core.instance import Instance
    from reactor_nb.core.ops import Op
    from reactor_nb.devtools.reasons import Reason

_MOST_RENDERS: Final = 200
_MOST_OPS: Final = 60
_LINE: Final = 160
_MOST_ERRORS: Final = 10
_STRUCTURE: Final = frozenset(("move", "create", "portal"))


class Update:
    """Collects what happens in one update; times are seconds.

    Args:
        number: which update it is, from 1 on.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.causes: list[tuple[str, str]] = []
        self.render = self.diff = self.effects = self.send = 0.0
        self.patch = self.size = self.count = self.unmounted = 0
        self._rendered = self._mounted = 0
        self._renders: list[Any] = []
        self._kinds: Counter[str] = Counter()
        self._ops: list[str] = []
        self._errors: list[list[str]] = []

    def __bool__(self) -> bool:
        return bool(self.causes or self._rendered or self.count or self._errors or self.unmounted)

    def add_render(
        self, number: int, name: str, reasons: Sequence[Reason], seconds: float, is_new: bool
    ) -> None:
        """Note that a component has rendered."""
        self._rendered += 1
        self._mounted += is_new
        if len(self._renders) < _MOST_RENDERS:
            self._renders.append([number, name, [list(one) for one in reasons], _ms(seconds)])

    def add_ops(self, ops: Sequence[Op]) -> None:
        """Note what the page must do."""
        self.count += len(ops)
        self._kinds.update(str(op[0]) for op in ops)
        for op in ops[: _MOST_OPS - len(self._ops)]:
            self._ops.append(short([*op], _LINE))

    def add_error(self, instance: Instance | None, error: BaseException) -> None:
        """Note what went wrong, and in which component."""
        if len(self._errors) < _MOST_ERRORS:
            where = instance.component.name if instance is not None else ""
            self._errors.append([where, _message(error)])

    def as_json(self) -> dict[str, Any]:
        """Return it all as plain JSON; times are milliseconds."""
        moved = any(kind in _STRUCTURE for kind in self._kinds)
        return {
            "number": self.number,
            "causes": [list(one) for one in self.causes],
            "rendered": self._rendered,
            "mounted": self._mounted,
            "unmounted": self.unmounted,
            "renders": self._renders,
            "ops": self.count,
            "kinds": dict(self._kinds),
            "first": self._ops,
            "errors": self._errors,
            "render": _ms(self.render),
            "diff": _ms(self.diff),
            "effects": _ms(self.effects),
            "send": _ms(self.send),
            "patch": self.patch,
            "bytes": self.size,
            "tree": bool(self._mounted or self.unmounted or moved),
        }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # the author's own, that fails at this, too
        text = "its text cannot be had"
    kind = type(error).__name__
    return (f"{kind}: {text}" if text else kind)[: 2 * _LINE]

"""What a root does while somebody looks: which components render, why, and how long it takes.

While it records, some methods of the root are functions of ours that call them; afterwards they are
the methods again. Nothing of this is there, and nothing asks for it, as long as nobody looks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reactor_nb.core.component import Component
from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.root import Root
from reactor_nb.devtools.numbers import Numbers
from reactor_nb.devtools.reasons import MOUNTED, OTHER, Reason, props_reason, reason_of
from reactor_nb.devtools.tree import is_ours
from reactor_nb.devtools.updates import Update

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.core.ops import Op

_MOST_REASONS: Final = 8
_TAKES_DOWN: Final = "reactor_nb.runtime.renew"

Tell = Callable[[Update], None]


class _Known(NamedTuple):
    """An instance as it was when it rendered last."""

    props: dict[str, Any]
    error: BaseException | None


class Recorder:
    """Records what one root does, update by update.

    An update is all that happens from an event, or from whatever else made something dirty, until
    the page has its ops and the effects have run.

    Args:
        root: a mounted tree.
        numbers: of its components.
        tell: takes each update when it is over.
        hears_sends: whether ``sent`` is called for each patch; then several flushes that go out as
            one patch are one update.
    """

    def __init__(
        self, root: Root, numbers: Numbers, tell: Tell, *, hears_sends: bool = False
    ) -> None:
        self._root = root
        self._numbers = numbers
        self._tell = tell
        self._hears_sends = hears_sends
        self._known: dict[Instance, _Known] = {}
        self._reasons: dict[Instance, list[Reason]] = {}
        self._times: dict[Instance, float] = {}
        self._causes: dict[tuple[str, str], None] = {}
        self._cause = ("later", "")
        self._flushes = False
        self._top: Instance | None = None
        self._update: Update | None = None
        self._count = 0
        self._wrapped: list[tuple[Any, str]] = []
        self._patches = 0

    def open(self) -> None:
        """Begin to record."""
        self._known = {
            node: _Known(node.props, node.error)
            for node in walk(self._root.nodes())
            if isinstance(node, Instance)
        }
        root: Any = self._root
        self._wrap(root, "enqueue", self._enqueue)
        self._wrap(root, "dispatch", self._dispatch)
        self._wrap(root, "flush", self._flush)
        self._wrap(root, "fail", self._fail)
        self._wrap(root, "run_effects", self._run_effects)
        self._wrap(root.differ, "commit", self._commit)
        self._wrap(root._effects, "add", self._add)
        _clocks.add(self._root, self._clock)

    def close(self) -> None:
        """Record no more: the root is as if it had never been looked at."""
        for owner, name in self._wrapped:
            del vars(owner)[name]
        self._wrapped.clear()
        _clocks.remove(self._root)
        self._known.clear()
        self._reasons.clear()
        self._update = None

    @contextmanager
    def because(self, kind: str, what: str = "") -> Iterator[tuple[str, str]]:
        """Have what is made dirty inside the block be told as an effect of something.

        Args:
            kind: what: ``click`` or another event, ``effect``, ``edit``.
            what: of which component.
        """
        before, self._cause = self._cause, (kind, what)
        try:
            yield self._cause
        finally:
            self._cause = before

    def sent(self, size: int, seconds: float) -> None:
        """Note that a patch has gone to the page.

        Args:
            size: its bytes.
            seconds: how long it took to write and to post it.
        """
        self._patches += 1
        update = self._current()
        update.patch = self._patches
        update.size += size
        update.send += seconds

    # What stands in place of the root's methods

    def _wrap(self, owner: Any, name: str, wrapper: Callable[..., Any]) -> None:
        original = getattr(owner, name)
        vars(owner)[name] = lambda *given: wrapper(original, *given)
        self._wrapped.append((owner, name))

    def _enqueue(self, original: Any, instance: Instance) -> None:
        if not instance.mounted:
            return
        try:
            # Above us is what stands in place of the method, and above that who calls it.
            reason = reason_of(sys._getframe(2), instance)
        except Exception:  # whatever the author's values do, the app goes on
            reason = OTHER
        reasons = self._reasons.setdefault(instance, [])
        # Of one hook that was set twice, the newest value counts.
        reasons[:] = [one for one in reasons if one[:2] != reason[:2]]
        if len(reasons) < _MOST_REASONS:
            reasons.append(reason)
        if not self._flushes:
            is_told = reason.kind in ("refresh", "visit", "edit")
            self._causes[(reason.kind, "") if is_told else self._cause] = None
        original(instance)

    def _dispatch(self, original: Any, kind: str, nodes: Sequence[object], data: Any) -> None:
        handlers = (self._root.mounted.handler(node, kind) for node in nodes)
        names = dict.fromkeys(_author_of(found[0]) for found in handlers if found is not None)
        with self.because(kind, ", ".join(names)) as cause:
            if names:
                self._causes[cause] = None
                self._current()
            original(kind, nodes, data)

    def _flush(self, original: Any) -> list[Op]:
        update = self._current()
        begun, diff = perf_counter(), update.diff
        self._flushes = True
        try:
            ops: list[Op] = original()
        finally:
            self._flushes = False
            update.render += perf_counter() - begun - (update.diff - diff)
            update.causes += [one for one in self._causes if one not in update.causes]
            self._causes.clear()
        update.add_ops(ops)
        self._forget(update)
        return ops

    def _commit(self, original: Any, instance: Instance) -> None:
        begun = perf_counter()
        original(instance)
        self._current().diff += perf_counter() - begun
        self._top = instance

    def _add(self, original: Any, rendered: list[Instance]) -> None:
        original(rendered)
        update = self._current()
        for instance in reversed(rendered):
            if type(instance.component).__module__ == _TAKES_DOWN:
                # It shows nothing for a moment, and is mounted anew in the next flush.
                continue
            is_new = instance not in self._known
            try:
                reasons = self._reasons_of(instance)
            except Exception:  # as when values cannot be compared
                reasons = [OTHER]
            self._known[instance] = _Known(instance.props, instance.error)
            time = self._times.get(instance, 0.0)
            number = self._numbers.of(instance)
            update.add_render(number, instance.component.name, reasons, time, is_new)
        self._times.clear()

    def _fail(self, original: Any, instance: Instance | None, error: BaseException) -> None:
        self._current().add_error(instance, error)
        original(instance, error)

    def _run_effects(self, original: Any) -> None:
        begun = perf_counter()
        with self.because("effect"):
            original()
        if self._update is not None:
            self._update.effects += perf_counter() - begun
        self._finish()

    # What became of it

    def _current(self) -> Update:
        if self._update is None:
            self._count += 1
            self._update = Update(self._count)
        return self._update

    def _finish(self) -> None:
        update = self._update
        if update is None or (self._hears_sends and update.count and not update.patch):
            return
        self._update = None
        if update:
            self._tell(update)
        else:
            self._count -= 1

    def _reasons_of(self, instance: Instance) -> list[Reason]:
        before = self._known.get(instance)
        reasons = self._reasons.pop(instance, [])
        if before is None:
            return [MOUNTED]
        if before.error is not instance.error:
            if not any(one.kind == "fallback" for one in reasons):
                reasons.append(Reason("fallback"))
        elif instance is not self._top or not reasons:
            given = props_reason(instance, before.props, instance.props, not reasons)
            if given is not None:
                reasons.append(given)
        return reasons

    def _forget(self, update: Update) -> None:
        gone = [one for one in self._root.mounted.gone if not one.mounted]
        for one in gone:
            update.unmounted += self._known.pop(one, None) is not None
        for one in [one for one in self._reasons if not one.mounted]:
            del self._reasons[one]
        self._numbers.forget(gone)

    def _clock(self, instance: Instance, seconds: float) -> None:
        self._times[instance] = self._times.get(instance, 0.0) + seconds


def _author_of(owner: Instance) -> str:
    """Return the name of the component of the author's that has a handler."""
    instance: Instance | None = owner
    while instance is not None and is_ours(instance):
        instance = instance.parent
    return (instance or owner).component.name


class _Clocks:
    """Times the functions of components, for the roots that are recorded."""

    def __init__(self) -> None:
        self._clocks: dict[Any, Callable[[Instance, float], None]] = {}

    def add(self, root: Root, clock: Callable[[Instance, float], None]) -> None:
        """Time the components of a root."""
        if not self._clocks:
            self._original = Component.render
            Component.render = _timed(self._original, self._clocks)  # type: ignore[method-assign]
        self._clocks[root] = clock

    def remove(self, root: Root) -> None:
        """Time the components of a root no more."""
        if self._clocks.pop(root, None) is not None and not self._clocks:
            Component.render = self._original  # type: ignore[method-assign]


def _timed(original: Any, clocks: dict[Any, Callable[[Instance, float], None]]) -> Any:
    def render(self: Component, instance: Instance, props: dict[str, Any]) -> Any:
        clock = clocks.get(instance.root)
        if clock is None:
            return original(self, instance, props)
        begun = perf_counter()
        try:
            return original(self, instance, props)
        finally:
            clock(instance, perf_counter() - begun)

    return render


_clocks: Final = _Clocks()

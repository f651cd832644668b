"""One mounted tree: first render, events in, ops out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from inspect import iscoroutine
from typing import Any, Final, TypeAlias

from reactor_nb.core import ops
from reactor_nb.core.collector import collector_paused
from reactor_nb.core.diff import Differ
from reactor_nb.core.effects import Effects
from reactor_nb.core.events import Event, as_list, as_mapping, call_handler
from reactor_nb.core.head import merge_heads
from reactor_nb.core.host import HostElement, HostHead, HostNode, HostRoot, shows_fallback, walk
from reactor_nb.core.hydrate import Numbering
from reactor_nb.core.instance import Instance
from reactor_nb.core.mounted import Mounted
from reactor_nb.core.ops import NodeForm, Op
from reactor_nb.core.reconcile import MAX_RENDERS, Reconciler, add_place
from reactor_nb.core.render_html import render_html
from reactor_nb.core.scheduler import Scheduler
from reactor_nb.core.state import Store, use_store
from reactor_nb.core.vnode import HeadEntry, VComponent
from reactor_nb.core.work import Doing, Work, doing, using
from reactor_nb.errors import Answer, RenderError

Spawn: TypeAlias = Callable[[Coroutine[Any, Any, None]], Work]
Report: TypeAlias = Callable[[BaseException], None]
_CONTROL_EVENTS: Final = frozenset(("input", "change", "click", "reset", "submit"))


def _refuse(error: BaseException) -> None:
    raise error


class Root:
    """A component and everything below it, on one page.

    Args:
        request_flush: called once per batch, when something must render again.
        spawn: starts a coroutine in a context of its own and runs it up to its first ``await``.
        report: gets every error that no boundary caught; raises it by default.
        store: the page state of this session.
        restored: hook values of the server's render, by instance path.
    """

    def __init__(
        self,
        *,
        request_flush: Callable[[], None],
        spawn: Spawn,
        report: Report = _refuse,
        store: Store | None = None,
        restored: Mapping[str, list[Any]] | None = None,
    ) -> None:
        self.store = store if store is not None else Store()
        self.mounted = Mounted()
        self.loads: dict[Any, Any] = {}
        self.is_lasting = True
        self.portals: Any = None
        self._request_flush = request_flush
        self._scheduler = Scheduler(self._ask)
        self._batch = _Batch(self.store, self._scheduler, request_flush)
        self.differ = Differ(self.mounted)
        self._spawn = spawn
        self._report = report
        self._restored = dict(restored or {})
        self.host = HostRoot()
        self._effects = Effects(self)
        self._head: list[HeadEntry] = []
        # What the first render made for the head, as long as nothing has an id.
        self._first_heads: list[HostHead] | None = None
        self._ids = 0

    # What instances ask of their root

    def enqueue(self, instance: Instance) -> None:
        """Note that an instance must render again."""
        self._scheduler.enqueue(instance)

    def restored(self, instance: Instance) -> list[Any] | None:
        """Return the hook values that came with the page for this instance."""
        return self._restored.get(instance.path) if self._restored else None

    def next_id(self) -> int:
        """Return a number that no other ``use_id`` of this root has."""
        self._ids += 1
        return self._ids

    def is_dirty(self) -> bool:
        """Return whether something waits to be rendered."""
        return bool(self._scheduler)

    def spawn(
        self, instance: Instance, work: Coroutine[Any, Any, Any], part_of: Doing | None = None
    ) -> Work:
        """Start an author's coroutine; its error goes where the instance's errors go."""
        return self._spawn(self._guarded(instance, work, part_of or Doing()))

    def fail(self, instance: Instance | None, error: BaseException) -> None:
        """Show the fallback of the nearest boundary, or report the error."""
        boundary = None if isinstance(error, Answer) else _boundary_for(instance)
        if boundary is None or boundary.error is not None:
            self._report(error)
        else:
            boundary.error = error
            self.enqueue(boundary)

    # The life of the tree

    def mount(self, node: VComponent) -> None:
        """Render everything for the first time; nothing has an id yet.

        Raises:
            Exception: what the author's code raised, if no boundary caught it.
        """
        attempt = Reconciler(self, self._scheduler)
        with self._batch, collector_paused():
            try:
                instance = attempt.mount(node)
            except RecursionError:
                failure = attempt.too_deep()
                attempt.undo()
                # Without the thousand frames that led there.
                raise failure from None
            except BaseException:
                attempt.undo()
                raise
        instance.container = self.host
        self.host.children = [instance]
        self._first_heads = attempt.heads
        if self.portals:
            self.portals.put_in_place()
        self._effects.add(attempt.rendered)
        self._restored.clear()

    def html(self) -> str:
        """Return the HTML of everything mounted."""
        return render_html(self.host.children)

    def adopt(self) -> tuple[list[Any], list[Op]]:
        """Number the first tree in document order; return its shape and the ops it needs."""
        numbering = Numbering(self.mounted)
        shape = numbering.run(self.host, self.host.children)
        self._settle_head()
        if self.portals:
            numbering.ops += self.portals.take_out()
        return shape, numbering.ops

    def nodes(self) -> list[HostNode]:
        """Return everything mounted."""
        return self.host.children

    def rebuild(self) -> tuple[list[NodeForm], list[NodeForm]]:
        """Number everything anew; return it in the form in which new nodes are sent, and templates.

        It is what a page needs whose HTML is other than ours.
        """
        if self.portals:
            self.portals.put_in_place()
        self.mounted.restart()
        forms = self.differ.build(self.host, self.host.children)
        templates = [form for _, _, form in self.differ.take_ops()]
        self._settle_head()
        if self.portals:
            self.portals.tell_later()
        return forms, templates

    def head(self) -> list[HeadEntry]:
        """Return the entries for the document's head that hold now."""
        return merge_heads(self.heads())

    def flush(self) -> list[Op]:
        """Render what is dirty, parents first, and return what the page must do.

        An error that no boundary catches is reported, and that part stays as it was.
        """
        rounds: dict[Instance, int] = {}
        with self._batch:
            while (instance := self._scheduler.take()) is not None:
                rounds[instance] = rounds.get(instance, 0) + 1
                if rounds[instance] > MAX_RENDERS:
                    self._report(_endless(instance))
                elif instance.mounted:
                    self._render(instance)
        if self.mounted.heads_changed:
            self._flush_head()
        taken = self.differ.take_ops()
        return self.portals.settle(taken) if self.portals else taken

    def run_effects(self) -> None:
        """Run what must run after the page shows the last flush: clean-ups first."""
        with use_store(self.store), using(doing, None):
            self._effects.run(self.mounted.gone)
        for load in list(self.loads.values()):
            load.end_unused()
        if self._effects.cascade > MAX_RENDERS:
            self._effects.cascade = 0
            while (instance := self._scheduler.take()) is not None:
                self._report(_endless(instance))

    def dispatch(self, kind: str, nodes: Sequence[object], data: Mapping[str, Any]) -> None:
        """Give an event to the newest handlers of these nodes, in this order.

        A node that is gone, or has no such handler any more, is passed over.
        """
        self._effects.cascade = 0
        currents = as_list(data.get("currents"))
        started = Doing()
        with use_store(self.store), using(doing, started), started:
            for position, node in enumerate(nodes):
                found = self.mounted.handler(node, kind)
                if found is None:
                    continue
                current = currents[position] if position < len(currents) else None
                self._call(*found, Event(kind, data, current))

    def reassert(self, kind: str, nodes: Sequence[object], data: Mapping[str, Any]) -> list[Op]:
        """Return ops that give the controls of an event the values that the render wants."""
        if kind not in _CONTROL_EVENTS:
            return []
        mounted = self.mounted
        target = as_mapping(data.get("target")).get("node")
        wanted: Iterable[HostElement | None] = map(mounted.control, (target, *nodes))
        if kind == "reset":
            wanted = mounted.all_controls()
        hosts = {host.id: host for host in wanted if host is not None}
        for group in {_radio_group(host) for host in hosts.values()} - {None}:
            for other in mounted.all_controls():
                if _radio_group(other) == group:
                    hosts[other.id] = other
        return [
            ops.set_property(host.id, name, value)
            for host in hosts.values()
            for name, value in host.vnode.properties.items()
            if name in ("value", "checked")
        ]

    def unmount(self) -> None:
        """Take everything down: clean-ups run, subscriptions end, nothing is mounted."""
        for node in self.host.children:
            self.mounted.unmount(node)
        self.host.children = []
        self.run_effects()

    def _settle_head(self) -> None:
        """Take what is mounted as what the page has in its head."""
        self.mounted.heads_changed = False
        self._head = self.head()
        self._first_heads = None

    def _flush_head(self) -> None:
        self.mounted.heads_changed = False
        before, self._head = self._head, self.head()
        if self._head != before:
            self.differ.ops.append(ops.set_head(self._head))

    def heads(self) -> Collection[HostHead]:
        """Return what asks for head entries; in document order where that matters."""
        if self._first_heads is not None:
            return self._first_heads
        heads = self.mounted.heads
        if len(heads) < 2 or len({head.owner.depth for head in heads}) == len(heads):
            return heads
        return [node for node in walk(self.host.children) if isinstance(node, HostHead)]

    def _ask(self) -> None:
        if not self._batch.active:
            self._request_flush()

    def _render(self, instance: Instance) -> None:
        attempt = Reconciler(self, self._scheduler)
        try:
            attempt.render(instance)
        except Exception as caught:
            error = attempt.too_deep() if isinstance(caught, RecursionError) else caught
            attempt.undo()
            if instance.component.catches and not shows_fallback(instance):
                # Its fallback failed; the content that stays is taken to be well again.
                instance.error = None
            self.fail(instance.parent, error)
            return
        except BaseException:
            attempt.undo()
            raise
        self.differ.commit(instance)
        if self.portals:
            self.portals.commit(attempt.heads)
        self._effects.add(attempt.rendered)

    def _call(self, owner: Instance, handler: Any, event: Event) -> None:
        try:
            result = call_handler(handler, event)
        except Exception as error:
            add_place(error, owner)
            self.fail(owner, error)
            return
        if result is not None and iscoroutine(result):
            self.spawn(owner, result, doing.get())

    async def _guarded(
        self, instance: Instance, work: Coroutine[Any, Any, Any], part_of: Doing
    ) -> None:
        doing.set(part_of)
        with part_of:
            try:
                await work
            except Exception as error:
                add_place(error, instance)
                self.fail(instance, error)


class _Batch:
    """Renders in a session; what is still dirty at the end asks for a flush once."""

    __slots__ = ("_request_flush", "_scheduler", "_session", "active")

    def __init__(
        self, store: Store, scheduler: Scheduler, request_flush: Callable[[], None]
    ) -> None:
        self._session = use_store(store)
        self._scheduler = scheduler
        self._request_flush = request_flush
        self.active = False

    def __enter__(self) -> None:
        self.active = True
        self._session.__enter__()

    def __exit__(self, *problem: object) -> None:
        self._session.__exit__()
        self.active = False
        if self._scheduler:
            self._request_flush()


def _radio_group(host: HostElement) -> str | None:
    attributes = host.vnode.attributes
    return attributes.get("name") if attributes.get("type") == "radio" else None


def _boundary_for(instance: Instance | None) -> Instance | None:
    """Return the boundary that answers a failure: never by the fallback that failed itself."""
    is_alive = instance is not None and instance.mounted
    boundary = instance
    while boundary is not None:
        failed_itself = is_alive and shows_fallback(boundary)
        catches = boundary.component.catches == "errors"
        if catches and boundary.mounted and not failed_itself:
            return boundary
        boundary = boundary.parent
    return None


def _endless(instance: Instance) -> RenderError:
    return RenderError(
        f"component {instance.names()} sets state again and again, {MAX_RENDERS} times in a row; "
        "give its effect deps, or set state only when it differs"
    )

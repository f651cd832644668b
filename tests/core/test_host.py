from __future__ import annotations

from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.host import (
    HostElement,
    HostText,
    first_id,
    following_id,
    parent_id,
    top_ids,
    walk,
)
from reactor_nb.core.instance import Instance
from reactor_nb.core.vnode import Fragment
from reactor_nb.html import b, div, p
from tests.core.stage import show


@component
def Several() -> Any:
    return [None, Fragment(), Fragment("x", b()), p("y")]


@component
def Nothing() -> Any:
    return [None, []]


def test_a_component_stands_for_the_nodes_it_shows() -> None:
    stage = show(lambda: [Nothing(), div(Several(), Nothing()), "end"])
    found = [one for one in walk(stage.root.nodes()) if isinstance(one, Instance)]
    whole, empty, several, inner = found

    assert list(top_ids(whole)) == [1, 6]
    assert list(top_ids(several)) == [2, 3, 4]
    assert list(top_ids(empty)) == []
    assert [first_id(one) for one in found] == [1, 0, 2, 0]
    assert [parent_id(one) for one in found] == [0, 0, 1, 1]
    assert [following_id(one) for one in found] == [0, 1, 0, 0]


def test_everything_is_walked_in_document_order() -> None:
    stage = show(lambda: [p("a", b("b")), Several()])

    nodes = walk(stage.root.nodes())
    ids = [one.id for one in nodes if isinstance(one, (HostElement, HostText))]

    assert ids == sorted(ids) == list(range(1, 9))

from __future__ import annotations

from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.render_once import Once
from reactor_nb.core.state import Store
from reactor_nb.html import div, p
from tests.core.stage import Stage, as_component, show


def instances(stage: Stage) -> list[Instance]:
    return [one for one in walk(stage.root.nodes()) if isinstance(one, Instance)]


@component
def Leaf(name: str) -> Any:
    return p(name)


def test_a_path_counts_instances_in_the_order_they_came() -> None:
    @component
    def Branch(children: Any) -> Any:
        return div(children)

    stage = show(lambda: [Leaf("a"), Branch({}, Leaf("b"), [Leaf("c")]), Leaf("d")])

    assert [one.path for one in instances(stage)] == ["0", "0/0", "0/1", "0/1/0", "0/1/1", "0/2"]


def test_a_path_stays_when_its_instance_moves() -> None:
    def render() -> Any:
        order, set_order = use_state("ab")
        setters.append(set_order)
        return [Leaf(name, key=name) for name in order]

    setters: list[Any] = []
    stage = show(render)
    setters[0]("cba")
    stage.flush()

    assert [(one.key, one.path) for one in instances(stage)[1:]] == [
        ("c", "0/2"),
        ("b", "0/1"),
        ("a", "0/0"),
    ]


def test_names_go_from_the_root_down_and_are_cut_in_the_middle() -> None:
    root = Once(as_component(lambda: None)(), Store())
    above: Instance | None = None
    for at in range(12):
        function = as_component(lambda: None)
        function.name = f"C{at}"
        above = Instance(root, function, {}, None, above)

    assert above is not None
    assert above.names() == "C0 › C1 › C2 › … › C8 › C9 › C10 › C11"
    assert above.depth == 11

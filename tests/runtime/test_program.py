"""New code of modules beside a notebook, on a page that goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import dedent

import pytest

from reactor_nb.runtime.modules import Module, install
from reactor_nb.runtime.program import Program
from reactor_nb.runtime.renew import renew
from tests.core.stage import Stage
from tests.runtime import apps

MODULES = {
    "": """
        from .parts import Part, use_count, SIZE
        from . import words as w
        DOUBLE = SIZE * 2

        @component
        def App():
            count, set_count = use_count()
            more = button(f"{count}", on_click=lambda: set_count(count + 1))
            return div(Part(), w.say("x"), DOUBLE, more)
    """,
    "parts": """
        from .words import say
        SIZE = 1
        def use_count():
            return use_state(0)

        @component
        def Part():
            mark, set_mark = use_state("-")
            return p(mark, say("part"), button("!", on_click=lambda: set_mark("!")))
    """,
    "words": "def say(word):\n    return f'<{word}>'\n",
    "later": "TEXT = 'old'\n",
}


class Running:
    def __init__(self) -> None:
        self.modules = dict(MODULES)
        registry = apps.load(
            self.modules[""],
            configure=lambda registry: install(
                registry,
                {
                    name: Module(whole(source), f"{registry.name}/{name}.py")
                    for name, source in MODULES.items()
                    if name
                },
            ),
        )
        self.package = registry.package
        self.module = sys.modules[registry.name]
        self.program = Program(registry.name)
        self.stage = Stage(self.module.App())
        self.stage.click(0)
        self.stage.click(1)

    def edit(self, module: str, old: str, new: str) -> list[str]:
        assert old in self.modules[module]
        self.modules[module] = self.modules[module].replace(old, new)
        change = self.program.update(
            [(name, whole(source), ()) for name, source in self.modules.items()]
        )
        ops, notes = renew(self.stage.root, change)
        self.stage.page.apply(ops)
        self.stage.check()
        self.stage.root.run_effects()
        return notes

    @property
    def text(self) -> str:
        html = self.stage.html().replace("<button>", " ").replace("</button>", "")
        return (
            html.removeprefix("<div>")
            .removesuffix("</div>")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
        )


def whole(source: str) -> str:
    return apps.HEAD + dedent(source)


@pytest.fixture
def running() -> Iterator[Running]:
    found = Running()
    yield found
    found.stage.close()
    for name in [one for one in sys.modules if one.startswith(found.package)]:
        del sys.modules[name]
    sys.meta_path[:] = [
        one for one in sys.meta_path if getattr(one, "package", None) != found.package
    ]


def test_the_app_is_what_the_tests_take_it_for(running: Running) -> None:
    assert running.text == "<p>!<part> !</p><x>2 1"


def test_a_component_of_a_module_keeps_its_state(running: Running) -> None:
    notes = running.edit("parts", "p(mark", 'p("new ", mark')

    assert running.text == "<p>new !<part> !</p><x>2 1"
    assert notes == []


def test_what_other_modules_use_is_new_for_them(running: Running) -> None:
    running.edit("words", "<{word}>", "({word})")

    assert running.text == "<p>!(part) !</p>(x)2 1"


def test_values_made_of_those_of_a_module_are_made_anew(running: Running) -> None:
    running.edit("parts", "SIZE = 1", "SIZE = 5")

    assert running.text == "<p>!<part> !</p><x>10 1"


def test_a_hook_of_a_module_decides_for_those_who_call_it(running: Running) -> None:
    notes = running.edit(
        "parts", "return use_state(0)", "use_id()\n            return use_state(0)"
    )

    assert notes == ["App: state not kept, its hooks changed: 1 -> 2"]
    assert running.text == "<p>-<part> !</p><x>2 0"


def test_modules_that_fail_leave_all_as_they_were(running: Running) -> None:
    running.modules["words"] = running.modules["words"].replace("<", "[")
    with pytest.raises(ZeroDivisionError):
        running.edit("", "SIZE * 2", "SIZE // 0")
    running.stage.click(1)
    assert running.text == "<p>!<part> !</p><x>2 2"

    running.edit("", "SIZE // 0", "SIZE * 3")

    assert running.text == "<p>![part> !</p>[x>3 2"


def test_a_module_that_is_imported_later_is_the_new_one(running: Running) -> None:
    running.edit("later", "old", "new")

    later = __import__(f"{running.package}.later", fromlist=["TEXT"])

    assert later.TEXT == "new"
    running.edit("later", "new", "newest")
    assert later.TEXT == "newest"

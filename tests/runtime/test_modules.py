"""Modules beside the notebook, as an app imports them."""

from __future__ import annotations

import json
import sys
import traceback
import zipfile
from pathlib import Path
from textwrap import dedent

import pytest

from reactor_nb.core.calls import Calls
from reactor_nb.core.compile import compile_source
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.modules import Module, install, install_client
from reactor_nb.runtime.registry import Registry
from tests.core.stage import html_of


def load(source: str, **files: str) -> Registry:
    """Run an app with modules, whose dots are written as two underscores."""

    def configure(registry: Registry) -> None:
        registry.name = "with_modules"
        modules = {
            name.replace("__", "."): Module(
                text, f"beside/{name}.py", any(other.startswith(f"{name}__") for other in files)
            )
            for name, text in files.items()
        }
        install(registry, modules)

    return load_app(
        f"from reactor_nb import *\n{source}", "with_modules_server", configure=configure
    )


def module() -> dict[str, object]:
    return vars(sys.modules["with_modules_server"])


def test_a_module_is_the_apps_own_and_runs_once() -> None:
    before = set(sys.modules)

    load("from . import json\nfrom .json import value\nvalue.append(2)", json="value = [1]")

    assert module()["value"] == [1, 2]
    assert {name.partition(".")[0] for name in set(sys.modules) - before} - {"reactor_nb"} <= {
        "with_modules_server",
        "with_modules_modules",
        "with_modules_modules_",
    }


def test_a_package_holds_modules() -> None:
    load("from .a.b import x\nfrom . import a", a="", a__b="from . import c\nx = c.y", a__c="y = 1")

    assert module()["x"] == 1
    assert module()["a"].b.c.y == 1  # type: ignore[attr-defined]


def test_what_a_module_declares_is_the_apps() -> None:
    app = load(
        "from . import views\nshown = state(0)",
        views="from reactor_nb import action, page, state\nfrom dataclasses import dataclass\n"
        "shown = state(1)\n@dataclass\nclass Item: ...\n@action\ndef save() -> None: ...\n"
        "@page('/a')\ndef A(): ...",
    )

    assert [page.path for page in app.pages] == ["/a"]
    assert list(app.actions) == ["save"]
    assert "Item" in app.types
    assert (module()["shown"].name, module()["views"].shown.name) == (  # type: ignore[attr-defined]
        "shown",
        "views.shown",
    )


def test_what_is_imported_late_is_the_apps_too() -> None:
    app = load(
        "def later():\n    from . import late",
        late="from reactor_nb import action\n@action\ndef go() -> None: ...",
    )

    module()["later"]()  # type: ignore[operator]

    assert list(app.actions) == ["go"]


def test_an_app_that_is_loaded_again_has_its_modules_anew() -> None:
    """As in dev: requests that still run have the modules of the app they came to."""

    def source(number: int) -> dict[str, str]:
        return {"a": f"x = {number}", "b": f"y = {number}"}

    main = "from .a import x\ndef later():\n    from .b import y\n    return y"
    load(main, **source(1))
    first = module()
    load(main, **source(2))
    second = module()
    assert (first["x"], second["x"]) == (1, 2)
    assert (first["later"](), second["later"]()) == (1, 2)  # type: ignore[operator]

    load(main, **source(3))
    packages = {name for name in sys.modules if name.startswith("with_modules_modules")}

    assert module()["later"]() == 3  # type: ignore[operator]
    assert len({name.partition(".")[0] for name in packages}) == 2
    finders = [each for each in sys.meta_path if hasattr(each, "package")]
    assert len([each for each in finders if each.package.startswith("with_modules")]) == 2


def test_an_error_in_a_module_names_its_file_and_line() -> None:
    with pytest.raises(ReactorError) as caught:
        load("from . import a", a="\nx = 1\n1 / 0\n__reactor_cells__ = ((2, 'a.py', 12),)\n")

    assert str(caught.value) == "a.py, line 13: ZeroDivisionError: division by zero"
    assert caught.value.__cause__ is not None
    assert "    1 / 0" in "".join(traceback.format_exception(caught.value.__cause__))


def test_without_modules_a_relative_import_leads_nowhere() -> None:
    with pytest.raises(ReactorError, match="ImportError"):
        load_app("from . import a", "without_modules")


def test_lists_of_components_in_a_module_of_an_archive_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = dedent("""
        from reactor_nb import component
        from reactor_nb.html import li, ul

        @component
        def Row(label: str):
            return li(label)

        @component
        def Rows(labels: list):
            return ul([Row(label=one, key=one) for one in labels])
    """)
    compiled = compile_source(text)
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.writestr("boxed_client.py", "from .rows import Rows")
        archive.writestr("boxed_client/rows.py", text)
        about = json.dumps([compiled.edits, compiled.plans])
        archive.writestr("boxed_client/rows.py.json", about)
    monkeypatch.syspath_prepend(tmp_path / "app.zip")

    registry = load_app(
        "from .rows import Rows",
        "boxed_client",
        configure=lambda registry: install_client(
            registry, "boxed_client", [("rows", "rows.py", ())]
        ),
    )

    module = sys.modules.pop("boxed_client")
    rows = sys.modules[f"{registry.package}.rows"]
    assert any(len(plan) == 1 for plan in compiled.plans.values())
    assert html_of(module.Rows(["a", "b"])) == "<ul><li>a</li><li>b</li></ul>"
    assert any(isinstance(one, Calls) for one in vars(rows).values())

from __future__ import annotations

from importlib.metadata import version

import pytest

from reactor_nb.export.requirements import constraints_text, needed_packages, requirements_text
from tests.export.conftest import make_model


def lines_of(server_source: str = "", *requirements: str) -> list[str]:
    model = make_model(server_source=server_source, requirements=requirements)
    return requirements_text([model]).splitlines()


def test_what_the_server_imports_is_pinned_to_what_is_installed() -> None:
    source = "import json, nbformat\nfrom packaging import version\nimport absent_module\n"

    assert lines_of(source) == [
        f"reactor_nb=={version('reactor_nb')}",
        f"nbformat=={version('nbformat')}",
        f"packaging=={version('packaging')}",
    ]


PINNED = {
    "packaging >= 20": f"packaging=={version('packaging')}",
    "packaging": f"packaging=={version('packaging')}",
    "uvicorn[standard]": f"uvicorn[standard]=={version('uvicorn')}",
    "packaging; python_version > '3'": f'packaging=={version("packaging")}; python_version > "3"',
    "packaging<1": "packaging<1",
    "not-installed-here>=2": "not-installed-here>=2",
}


@pytest.mark.parametrize("asked", PINNED)
def test_what_the_author_names_is_pinned_where_the_installed_version_fits(asked: str) -> None:
    assert lines_of("import packaging", asked)[1] == PINNED[asked]


def test_a_package_is_named_once() -> None:
    both = [
        make_model(server_source="import packaging", requirements=("packaging>=20",)),
        make_model(server_source="import packaging"),
    ]

    assert len(requirements_text(both).splitlines()) == 2


def test_constraints_are_the_versions_of_all_that_is_needed_in_turn() -> None:
    packages = needed_packages([make_model(server_source="import nbformat")])

    text = constraints_text(packages)

    assert packages["fastapi"] == version("fastapi")
    assert packages["jsonschema"] == version("jsonschema")
    assert "reactor-nb" not in packages
    lines = text.splitlines()[1:]
    assert [line.split("==")[0] for line in lines] == sorted(packages)
    assert f"pydantic=={version('pydantic')}" in lines

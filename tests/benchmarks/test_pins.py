from __future__ import annotations

import pytest

from tests.benchmarks.pins import check_versions, pinned


def test_a_version_that_is_not_the_one_asked_for_stops_the_benchmark() -> None:
    pins = pinned()

    check_versions({"htpy": pins["htpy"], "preact": pins["preact"], "node": "1.2.3"})

    with pytest.raises(SystemExit, match="htpy"):
        check_versions({"htpy": "0.0.0"})


def test_every_peer_has_a_pin() -> None:
    names = "fastcore htpy jinja2 markupsafe minijinja preact preact-render-to-string pyodide"

    assert set(names.split()) <= pinned().keys()
    assert {"python-fasthtml", "react", "react-dom", "reactpy", "wybthon"} <= pinned().keys()

from __future__ import annotations

from typing import TYPE_CHECKING

from reactor_nb.core.signature import signature_of

if TYPE_CHECKING:
    from nowhere import Nothing  # type: ignore[import-not-found]


def test_names_for_type_checkers_do_not_matter() -> None:
    def function(a: Nothing, *, b: Nothing = 3) -> Nothing:
        return a or b

    parameters = signature_of(function).parameters

    assert list(parameters) == ["a", "b"]
    assert parameters["b"].default == 3

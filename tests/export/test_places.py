from __future__ import annotations

from reactor_nb.export.places import Places
from reactor_nb.model.diagnostics import Span

SOURCE = """\
from __future__ import annotations
# cell 2
import csv
def load():
    import os.path
# cell 5
from csv import reader
from . import sibling
__reactor_cells__ = ((3, 2, 1), (7, 5, 4))
"""


def test_a_line_is_found_in_its_cell() -> None:
    places = Places(SOURCE)

    assert places.find(3) == Span(2, 1)
    assert places.find(5) == Span(2, 3)
    assert places.find(7) == Span(5, 4)


def test_a_line_of_ours_has_no_place() -> None:
    assert Places(SOURCE).find(1) == Span(None, None)


def test_a_table_kept_apart_is_used_instead() -> None:
    assert Places("A = 1\nB = 2\n", [(2, 7, 3)]).find(2) == Span(7, 3)


def test_imports_are_found_where_they_stand_first() -> None:
    assert Places(SOURCE).imports() == {
        "__future__": Span(None, None),
        "csv": Span(2, 1),
        "os": Span(2, 3),
    }


def test_a_module_without_a_table_has_no_places() -> None:
    assert Places("import csv\n").imports() == {"csv": Span(None, None)}

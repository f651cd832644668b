from __future__ import annotations

import pytest

from reactor_nb.export.environment import variables_read

READS = {
    "a subscript": "import os\nx = os.environ['A']",
    "get": "import os\nx = os.environ.get('A', 'default')",
    "getenv": "import os\nx = os.getenv('A')",
    "another name of the module": "import os as system\nx = system.environ['A']",
    "the mapping itself": "from os import environ\nx = environ['A']",
    "another name of the function": "from os import getenv as read\ndef f(): return read('A')",
    "a question": "import os\nx = 'A' in os.environ",
}


@pytest.mark.parametrize("source", READS.values(), ids=READS)
def test_a_variable_is_found_by_its_name(source: str) -> None:
    assert variables_read(source) == ("A",)


@pytest.mark.parametrize(
    "source",
    ["x = environ['A']", "import os\nx = os.path['A']", "import os\nn = 'A'\nx = os.environ[n]"],
)
def test_what_is_no_reading_or_names_no_variable_is_passed_over(source: str) -> None:
    assert variables_read(source) == ()


def test_each_name_comes_once_in_order() -> None:
    source = "import os\nx = os.environ['B'] + os.environ['A'] + os.getenv('B')"

    assert variables_read(source) == ("A", "B")

from __future__ import annotations

from reactor_nb.export.contents import env_example, readme
from tests.export.conftest import make_model

READS = "import os\nx = os.environ['DB_URL']\ny = os.getenv('MODE')\nz = os.environ['a\\nb']\n"


def test_variables_that_the_server_reads_are_named_without_values() -> None:
    lines = env_example([make_model(server_source=READS)]).splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == ["DB_URL=", "MODE="]


def test_an_app_without_variables_has_only_the_settings_of_the_server() -> None:
    lines = env_example([make_model()]).splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == []
    assert "#REACTOR_NB_HOSTS=" in lines


def test_the_readme_says_which_variables_and_pages_there_are() -> None:
    text = readme([make_model(server_source=READS)])

    assert "The app reads `DB_URL`, `MODE`." in text
    assert "- `/`" in text
    assert "uvicorn app:app" in text and "gunicorn app:app" in text

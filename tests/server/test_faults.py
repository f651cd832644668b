from __future__ import annotations

import logging

import pytest

from reactor_nb.server.faults import problem_page
from reactor_nb.server.log import log_fault, redact

SECRETS = [
    "password=hunter2",
    "connect(password='hunter2', user='ada')",
    '{"api_key": "hunter2"}',
    "{'db_password': 'hunter2'}",
    "DB_PASSWORD=hunter2",
    "my-secret-token: hunter2",
    "Authorization: Bearer hunter2.abc",
    "sent Bearer hunter2hunter2",
    "postgresql://ada:hunter2@db.example/x",
    "Cookie: hunter2",
    "PGPASSWD=hunter2",
    "passwd = 'hunter2'",
]


@pytest.mark.parametrize("text", SECRETS)
def test_what_looks_like_a_secret_is_not_logged(text: str) -> None:
    """S6"""
    assert "hunter2" not in redact(f"ValueError: {text} and more")


@pytest.mark.parametrize("text", ["KeyError: 'title'", "line 3, in add_todo", "a = b", "tokens"])
def test_what_does_not_is_left(text: str) -> None:
    assert redact(text) == text


def test_an_error_is_logged_once_with_the_authors_line(caplog: pytest.LogCaptureFixture) -> None:
    """S6"""
    try:
        raise ValueError("password=hunter2")
    except ValueError as error:
        with caplog.at_level(logging.ERROR):
            number = log_fault(error, "action add")

    assert len(caplog.records) == 1
    assert f"action add failed (error {number})" in caplog.text
    assert "test_faults.py" in caplog.text
    assert "hunter2" not in caplog.text


def test_what_a_page_says_is_text() -> None:
    """V1"""
    response = problem_page(
        422, "<script>", ("</li><b>",), base='"><x', style='"><y', headers={"x-a": "b"}
    )
    html = bytes(response.body).decode()

    assert "<script>" not in html
    assert "<b>" not in html
    assert '"><x' not in html
    assert '"><y' not in html
    assert response.headers["x-a"] == "b"

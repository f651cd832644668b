from __future__ import annotations

from pathlib import Path

import pytest

from reactor_nb.errors import ReactorError
from reactor_nb.server import Settings


def test_without_variables_the_defaults_hold() -> None:
    assert Settings.from_environment({"REACTOR_NB_DATA": " "}) == Settings()


def test_every_setting_can_come_from_the_environment() -> None:
    found = Settings.from_environment(
        {
            "REACTOR_NB_ORIGINS": "https://A.example:443, http://b.example:8080",
            "REACTOR_NB_HOSTS": "a.example *.b.example [::1]",
            "REACTOR_NB_DATA": "/data",
            "REACTOR_NB_MAX_BODY": "5000",
            "REACTOR_NB_MAX_DEPTH": "20",
            "REACTOR_NB_BODY_TIMEOUT": "7",
            "REACTOR_NB_TIME_LIMIT": "0",
            "REACTOR_NB_POLICY": "img-src https://t.example; connect-src https://x https://y;"
            "upgrade-insecure-requests",
            "REACTOR_NB_STYLE": "/public/my.css",
            "REACTOR_NB_COMPILE": "0",
            "REACTOR_NB_DEV": "1",
        }
    )

    assert found == Settings(
        origins=("https://a.example", "http://b.example:8080"),
        hosts=("a.example", "*.b.example", "[::1]"),
        data=Path("/data"),
        max_body=5000,
        max_depth=20,
        body_timeout=7.0,
        time_limit=0.0,
        policy={
            "img-src": "https://t.example",
            "connect-src": "https://x https://y",
            "upgrade-insecure-requests": "",
        },
        style="public/my.css",
        compile=False,
        dev=True,
    )


WRONG = {
    "ORIGINS": ["*", "a.example", "https://a.example/", "https://a.example/x", "null", "ftp://a"],
    "HOSTS": ["*", "a.example:80", "a/b", "http://a"],
    "MAX_BODY": ["0", "-1", "1e6", "x", "²"],
    "TIME_LIMIT": ["-1", "0.5", "none"],
    "MAX_DEPTH": ["0", "100000"],
    "POLICY": ["img-src 'self'\nscript-src *", "Img-Src x", "img-src a,b", "é"],
    "STYLE": ["/etc/passwd", "public/../x.css", "https://evil.example/x.css", "public/a b.css"],
    "DEV": ["yes", "2"],
}


@pytest.mark.parametrize(
    "name, value", [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_variable_that_cannot_be_understood_is_named(name: str, value: str) -> None:
    with pytest.raises(ReactorError, match=f"REACTOR_NB_{name}="):
        Settings.from_environment({f"REACTOR_NB_{name}": value})

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_cache_path

from reactor_nb.nodekernel.cache import cache_folder


def test_what_took_long_is_kept_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACTOR_NB_CACHE", "/named")

    assert cache_folder() == Path("/named")


def test_what_took_long_is_kept_among_the_users_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REACTOR_NB_CACHE", raising=False)

    assert cache_folder() == user_cache_path() / "reactor_nb"

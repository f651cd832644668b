"""Python's ``hashlib`` where there is no OpenSSL."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reactor_nb.kernel.hashes import complete_hashlib, pbkdf2_hmac


@given(
    st.sampled_from(["sha1", "sha256", "sha512", "sha3_256", "md5"]),
    st.binary(max_size=200),
    st.binary(max_size=40),
    st.integers(1, 30),
    st.none() | st.integers(1, 150),
)
def test_a_key_is_the_one_that_openssl_derives(
    name: str, password: bytes, salt: bytes, iterations: int, length: int | None
) -> None:
    derived = pbkdf2_hmac(name, password, salt, iterations, length)

    assert derived == hashlib.pbkdf2_hmac(name, password, salt, iterations, length)


@pytest.mark.parametrize(
    ("name", "iterations", "length"), [("sha256", 0, None), ("sha256", 1, 0), ("no hash", 1, None)]
)
def test_what_openssl_refuses_is_refused(name: str, iterations: int, length: int | None) -> None:
    with pytest.raises(ValueError, match="hash|greater"):
        pbkdf2_hmac(name, b"", b"", iterations, length)


def test_what_hashlib_has_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    own = hashlib.pbkdf2_hmac
    complete_hashlib()
    assert hashlib.pbkdf2_hmac is own

    monkeypatch.delattr(hashlib, "pbkdf2_hmac")
    complete_hashlib()
    assert hashlib.pbkdf2_hmac is pbkdf2_hmac

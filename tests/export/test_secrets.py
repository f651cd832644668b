from __future__ import annotations

import pytest

from reactor_nb.export.secrets import KINDS, find_secrets

# Put together here, so that this file holds nothing that looks like a secret itself.
SECRETS = {
    "aws-key": "AKIA" + "IOSFODNN7EXAMPLE",
    "github-token": "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789",
    "jwt": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl",
    "pem": "-----BEGIN" + " RSA PRIVATE KEY-----",
}


def test_every_kind_has_an_example() -> None:
    assert set(SECRETS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_is_found_with_its_line_s12(kind: str) -> None:
    text = f"one\ntwo = '{SECRETS[kind]}'\nthree"

    assert [(found.kind, found.line) for found in find_secrets(text)] == [(kind, 2)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_allowed_kind_is_passed_over(kind: str) -> None:
    text = "\n".join(SECRETS.values())

    assert kind not in {found.kind for found in find_secrets(text, [kind])}
    assert len(list(find_secrets(text, [kind]))) == len(KINDS) - 1


@pytest.mark.parametrize(
    "text", ["AKIA", "a key named AKIAshort", "ghp_short", "eyJust.a.word", "----- BEGIN -----"]
)
def test_ordinary_text_is_no_secret(text: str) -> None:
    assert list(find_secrets(text)) == []

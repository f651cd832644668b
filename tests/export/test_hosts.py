from __future__ import annotations

import socket

import pytest

from reactor_nb.export.hosts import Hosts

OWN = socket.gethostname()
CASES: dict[str, tuple[str, list[str], bool]] = {
    "this machine": ("127.0.0.1", ["localhost"], True),
    "this machine in capitals with a port": ("127.0.0.1", ["LOCALHOST:8000"], True),
    "its address": ("localhost", ["127.0.0.1:8000"], True),
    "its newer address": ("127.0.0.1", ["[::1]:8000"], True),
    "where it listens": ("192.168.1.5", ["192.168.1.5:8000"], True),
    "where it listens, newer": ("fd00::5", ["[fd00::5]:8000"], True),
    "a name it listens under": ("Box.lan", ["box.lan"], True),
    "a listed name": ("127.0.0.1", ["a.example"], True),
    "another name": ("127.0.0.1", ["evil.example"], False),
    "a name that ends like one": ("127.0.0.1", ["evil-localhost"], False),
    "a name that begins like one": ("127.0.0.1", ["127.0.0.1.evil.example"], False),
    "another address": ("127.0.0.1", ["192.168.1.5"], False),
    "none": ("127.0.0.1", [], False),
    "nonsense": ("127.0.0.1", ["localhost/evil"], False),
    "two": ("127.0.0.1", ["localhost", "localhost"], False),
    "any address, where it listens on all": ("0.0.0.0", ["192.168.1.5:8000"], True),
    "any newer address, where it listens on all": ("::", ["[fd00::5]"], True),
    "its name, where it listens on all": ("0.0.0.0", [OWN], True),
    "another name, where it listens on all": ("0.0.0.0", ["evil.example"], False),
    "two addresses, where it listens on all": ("0.0.0.0", ["10.0.0.1", "10.0.0.1"], False),
}


@pytest.mark.parametrize("bound, sent, answered", CASES.values(), ids=CASES)
def test_the_names_a_server_for_one_person_answers_to(
    bound: str, sent: list[str], answered: bool
) -> None:
    """A17"""
    headers = [(b"host", name.encode()) for name in sent]

    why = Hosts(bound, ("a.example",)).refusal({"type": "http", "headers": headers})

    assert (why is None) == answered

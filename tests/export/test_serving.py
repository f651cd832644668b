from __future__ import annotations

import os
import socket

import pytest

from reactor_nb.export.serving import ServeError, bind, url_of


def test_a_free_port_is_found_and_named() -> None:
    with bind("127.0.0.1", 0) as listener:
        url = url_of(listener, "127.0.0.1")

        assert url == f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_a_port_in_use_is_named_in_one_line() -> None:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(ServeError, match=f"^port {port} of 127.0.0.1 is in use .* --port$"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 300, "a\0b"])
def test_an_unknown_host_is_told(host: str) -> None:
    with pytest.raises(ServeError, match="there is no host"):
        bind(host, 0)


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(ServeError, match="no address of this machine"):
        bind("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("localhost", "localhost")],
)
def test_the_address_to_open_is_one_that_a_browser_takes(host: str, shown: str) -> None:
    with bind("127.0.0.1", 0) as listener:
        assert url_of(listener, host).startswith(f"http://{shown}:")


def test_a_port_can_be_taken_again_at_once() -> None:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            accepted, _ = listener.accept()
            accepted.close()
            client.recv(1)

    with bind("127.0.0.1", port) as again:
        assert os.get_inheritable(again.fileno())

"""Every address of the extension, whichever there are: for who is logged in, and nobody else."""

from __future__ import annotations

import re

import pytest

from reactor_nb.labserver.extension import ReactorNb
from tests.labserver.real import Lab

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes() -> list[str]:
    """Return an address for each of the extension's patterns."""
    extension = ReactorNb()
    extension.initialize_handlers()
    made = [str(one[0]) for one in extension.handlers]
    paths = [one.replace("([0-9a-f]+)", "0").replace("(.+)", "frame-worker.js") for one in made]
    assert all(re.fullmatch(r"/reactor-nb(/[\w.-]+)+", path) for path in paths), paths
    return [path.removeprefix("/") for path in paths]


ROUTES = routes()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("token", ["", "wrong"])
def test_who_is_not_logged_in_gets_nothing(lab: Lab, route: str, method: str, token: str) -> None:
    headers = {"Authorization": f"token {token}"} if token else {}

    status, answer, body = lab.send(method, route, headers, body=b"{}", known=False)

    assert status in {403, 405} or (status == 302 and "/login?" in answer["Location"])
    assert b"reactor" not in body.replace(route.encode(), b"")


@pytest.mark.parametrize("route", ROUTES)
def test_each_is_below_the_servers_own_address_and_with_a_token_there(lab: Lab, route: str) -> None:
    status, _, _ = lab.get(route)

    assert status in {200, 404, 405}
    outside = Lab(lab.folder, lab.port, lab.token)
    outside.base = "/"
    assert outside.get(route)[0] == 404


def test_a_page_of_another_site_begins_nothing(lab: Lab) -> None:
    """The cookie alone is what any page of the same browser would send."""
    _, headers, _ = lab.get(f"lab?token={lab.token}", known=False)
    cookies = "; ".join(one.partition(";")[0] for one in headers.get_all("Set-Cookie", ()))
    assert lab.get("reactor-nb/build", {"Cookie": cookies}, known=False)[0] == 200

    status, _, body = lab.send(
        "POST", "reactor-nb/tasks", {"Cookie": cookies}, body=b"{}", known=False
    )

    assert status == 403
    assert b"_xsrf" in body

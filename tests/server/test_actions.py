from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import anyio
import httpx
import pytest

from reactor_nb.server import ClientBundle, Settings
from tests.server.sites import JSON_HEADERS, ORIGIN, browser, make_app

APP = """
    import threading
    from pydantic import BaseModel

    class Address(BaseModel):
        street: str
        number: int = 1

    @dataclass(frozen=True)
    class Todo:
        id: int
        title: str

    canary = ["untouched"]

    @action
    async def add(title: str, done: bool = False) -> Todo:
        if not title:
            raise ActionError("a title is needed", fields={"title": "write something"})
        return Todo(1, title)

    @action
    def echo(value): return value

    @action
    def move(address: Address) -> Address: return address

    @action
    def go(to: str): raise Redirect(to)

    @action
    def missing(): raise NotFound()

    @action
    def boom(): raise ValueError("password=hunter2", {"api_key": "sk-123456"})

    @action
    def end(): raise SystemExit(3)

    @action
    def huge() -> int: return 10 ** 5000

    def admin(request: Request):
        if request.headers.get("authorization") != "Bearer x":
            raise HTTPException(401, "log in")

    @action(guard=admin)
    def wipe() -> str: return threading.current_thread().name

    def plain(): pass

    @page("/")
    def P(): return p("x")
"""
URL = "/_reactor/actions/"


@pytest.fixture
async def client(bundle: ClientBundle) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(make_app(APP, bundle, Settings(origins=("https://friend.example",)))) as one:
        yield one


async def call(
    client: httpx.AsyncClient, name: str, body: object, **headers: str
) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(URL + name, content=content, headers={**JSON_HEADERS, **headers})


async def test_a_call_answers_with_its_result(client: httpx.AsyncClient) -> None:
    response = await call(client, "add", {"title": "milk"})

    assert (response.status_code, response.json()) == (200, {"result": {"id": 1, "title": "milk"}})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH"])
@pytest.mark.parametrize("name", ["add", "unknown"])
async def test_only_post_calls(client: httpx.AsyncClient, method: str, name: str) -> None:
    """A1"""
    response = await client.request(method, URL + name)

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


UNKNOWN = ["unknown", "plain", "__init__", "os.system", "add.func", "a/b", "%2e%2e", "x" * 10_000]


@pytest.mark.parametrize("name", UNKNOWN, ids=lambda name: name[:12])
async def test_every_unknown_name_gets_the_same_answer(
    client: httpx.AsyncClient, name: str
) -> None:
    """A2, A3"""
    response = await call(client, name, {})
    hidden = await call(client, "missing", {})

    assert response.status_code == hidden.status_code == 404
    assert response.content == hidden.content


ORIGINS: dict[str, tuple[dict[str, str], int]] = {
    "the same": ({"origin": ORIGIN}, 200),
    "the same, and the browser says so": (
        {"origin": ORIGIN, "sec-fetch-site": "same-origin"},
        200,
    ),
    "only the browser says so": ({"sec-fetch-site": "same-origin"}, 200),
    "a listed one": ({"origin": "https://friend.example", "sec-fetch-site": "cross-site"}, 200),
    "the same by its usual port": ({"origin": ORIGIN, "host": "good.example:80"}, 200),
    "the same in capitals of the host": ({"origin": ORIGIN, "host": "GOOD.example"}, 200),
    "nothing": ({}, 403),
    "null": ({"origin": "null"}, 403),
    "null, and the browser": ({"origin": "null", "sec-fetch-site": "same-origin"}, 403),
    "empty": ({"origin": ""}, 403),
    "another": ({"origin": "http://evil.example"}, 403),
    "one that starts like it": ({"origin": "http://good.example.evil"}, 403),
    "another port": ({"origin": "http://good.example:81"}, 403),
    "another scheme": ({"origin": "https://good.example"}, 403),
    "in capitals": ({"origin": "HTTP://GOOD.EXAMPLE"}, 403),
    "a letter of another script": ({"origin": "http://xn--god-8cd.example"}, 403),
    "with a path": ({"origin": f"{ORIGIN}/"}, 403),
    "a listed one by another scheme": ({"origin": "http://friend.example"}, 403),
    "only a referer": ({"referer": f"{ORIGIN}/"}, 403),
    "the same, but the browser does not think so": (
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        403,
    ),
    "cross-site": ({"sec-fetch-site": "cross-site"}, 403),
    "by hand": ({"sec-fetch-site": "none"}, 403),
}


@pytest.mark.parametrize("headers, status", ORIGINS.values(), ids=ORIGINS)
async def test_where_a_call_may_come_from(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    """A4"""
    sent = {"content-type": "application/json", "x-reactor": "1", **headers}

    response = await client.post(f"{URL}add", content=b'{"title": "x"}', headers=sent)

    assert response.status_code == status


async def test_two_origins_are_none(client: httpx.AsyncClient) -> None:
    """A4"""
    headers = [*JSON_HEADERS.items(), ("origin", "http://evil.example")]

    response = await client.post(f"{URL}add", content=b'{"title": "x"}', headers=headers)

    assert response.status_code == 403


async def test_without_our_own_header_there_is_no_call(client: httpx.AsyncClient) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/json"}

    response = await client.post(f"{URL}add", content=b'{"title": "x"}', headers=headers)

    assert response.status_code == 403


CONTENT_TYPES = {
    "plain text": ("text/plain", 415),
    "nothing": ("", 415),
    "UTF-16": ("application/json;charset=utf-16", 415),
    "UTF-7": ("application/json; charset=utf-7", 415),
    "a list of two": ("application/json, text/plain", 415),
    "something like JSON": ("application/jsonp", 415),
    "UTF-8": ("Application/JSON; charset=UTF-8", 200),
    "quoted": ('application/json;charset="utf-8"', 200),
}


@pytest.mark.parametrize("kind, status", CONTENT_TYPES.values(), ids=CONTENT_TYPES)
async def test_a_body_is_json_in_utf_8(client: httpx.AsyncClient, kind: str, status: int) -> None:
    """A6"""
    headers = {**JSON_HEADERS, "content-type": kind}

    response = await client.post(f"{URL}add", content=b'{"title": "x"}', headers=headers)

    assert response.status_code == status


async def test_a_compressed_body_is_not_taken(client: httpx.AsyncClient) -> None:
    """A7"""
    response = await call(client, "add", {"title": "x"}, **{"content-encoding": "gzip"})

    assert response.status_code == 415


async def test_a_body_has_a_limit(client: httpx.AsyncClient) -> None:
    """A7"""
    fits = json.dumps({"value": "x" * (1_000_000 - 13)}).encode()

    assert len(fits) == 1_000_000
    assert (await call(client, "echo", fits)).status_code == 200
    assert (await call(client, "echo", fits + b" ")).status_code == 413
    assert (await call(client, "echo", b"")).status_code == 400


async def test_a_body_in_pieces_has_the_same_limit(client: httpx.AsyncClient) -> None:
    """A7"""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 100_000
            yield b"[" * 100_000

    response = await client.post(f"{URL}echo", content=endless(), headers=JSON_HEADERS)

    assert response.status_code == 413
    assert sent <= 1_200_000


async def test_a_length_that_lies_is_seen(bundle: ClientBundle) -> None:
    """A7"""
    async with browser(make_app(APP, bundle, Settings(max_body=10))) as client:
        small = await call(client, "echo", b'{"value":1}', **{"content-length": "2"})
        odd = await call(client, "echo", b"{}", **{"content-length": "-1"})
        large = await call(client, "echo", b"{}", **{"content-length": "9" * 5000})

    assert [one.status_code for one in (small, odd, large)] == [413, 400, 413]


async def test_a_slow_body_is_given_up(bundle: ClientBundle) -> None:
    """A7"""

    async def slow() -> AsyncIterator[bytes]:
        for _ in range(100):
            await anyio.sleep(0.05)
            yield b" "

    async with browser(make_app(APP, bundle, Settings(body_timeout=0.2))) as client:
        response = await client.post(f"{URL}echo", content=slow(), headers=JSON_HEADERS)

    assert response.status_code == 408


BAD_JSON: dict[str, bytes] = {
    "no JSON": b"title=x",
    "depth 100,000": b"[" * 100_000,
    "depth 101": b'{"value":' + b"[" * 100 + b"]" * 100 + b"}",
    "5,000 digits": b'{"value": ' + b"1" * 5000 + b"}",
    "NaN": b'{"value": NaN}',
    "1e400": b'{"value": 1e400}',
    "a key twice": b'{"value": 1, "value": 2}',
    "half a character": b'{"value": "\\ud800"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"value": 1}'.encode("utf-16"),
}


@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON)
async def test_bad_json_is_a_bad_request(client: httpx.AsyncClient, body: bytes) -> None:
    """A8"""
    response = await call(client, "echo", body)

    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad_json"


ATTACKS: dict[str, Any] = {
    "a reference": {"0": "$1:__proto__:then"},
    "a promise": ["$@0"],
    "a blob": {"then": "$B0"},
    "a class": {"__class__": "os.system"},
    "a pickle's cousin": {"py/object": "os.system", "py/reduce": [1]},
    "YAML": "!!python/object/apply:os.system ['true']",
    "a pickle": "gASVHAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAR0cnVllIWUUpQu",
    "a prototype": {"__proto__": {"x": 1}, "constructor": {"prototype": {}}},
}


@pytest.mark.parametrize("value", ATTACKS.values(), ids=ATTACKS)
async def test_data_is_data(client: httpx.AsyncClient, value: Any) -> None:
    """A9, V20"""
    as_value = await call(client, "echo", {"value": value})
    as_name = await call(client, "echo", {"echo.__init__.__globals__.canary": value})
    as_body = await call(client, "echo", value)

    assert as_value.json() == {"result": value}
    assert (as_name.status_code, as_body.status_code) == (422, 422)


async def test_wrong_arguments_are_named_by_field(client: httpx.AsyncClient) -> None:
    """A10"""
    plain = await call(client, "add", {"title": 1, "done": 1, "self": 1})
    model = await call(client, "move", {"address": {"street": "x", "number": "1"}})

    assert (plain.status_code, plain.json()["error"]["fields"]) == (
        422,
        {
            "self": "is not a parameter of add",
            "title": "must be text, not an integer",
            "done": "must be true or false, not an integer",
        },
    )
    assert (model.status_code, model.json()["error"]["fields"]) == (
        422,
        {"address.number": "Input should be a valid integer"},
    )


async def test_a_guard_runs_at_every_call(client: httpx.AsyncClient) -> None:
    """A11"""
    refused = await call(client, "wipe", {})
    allowed = await call(client, "wipe", {}, authorization="Bearer x")

    assert (refused.status_code, refused.json()["error"]["message"]) == (401, "log in")
    assert allowed.status_code == 200
    assert "MainThread" not in allowed.text


async def test_an_action_error_is_told(client: httpx.AsyncClient) -> None:
    response = await call(client, "add", {"title": ""})

    assert (response.status_code, response.json()["error"]) == (
        400,
        {
            "code": "failed",
            "message": "a title is needed",
            "fields": {"title": "write something"},
        },
    )


@pytest.mark.parametrize("name", ["boom", "end", "huge"])
async def test_an_unexpected_error_is_an_id_for_the_client_and_once_in_the_log(
    client: httpx.AsyncClient, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """S6, A15, A22"""
    response = await call(client, name, {})
    message = response.json()["error"]["message"]

    assert response.status_code == 500
    assert message.startswith("something went wrong on the server (error ")
    assert message[-9:-1] in caplog.text
    assert len(caplog.records) == 1
    assert "hunter2" not in caplog.text + response.text
    assert "sk-123456" not in caplog.text + response.text


REDIRECTS: dict[str, tuple[str, str | None]] = {
    "a path": ("/done?x=ä", "/app/done?x=%C3%A4"),
    "a listed origin": ("https://friend.example/x", "https://friend.example/x"),
    "another origin": ("https://evil.example/x", None),
    "A18: a script": ("javascript:alert(1)", None),
    "A18: two slashes": ("//evil.example", None),
    "A18: a backslash": ("/\\evil.example", None),
    "A18: a line end": ("/x\r\nSet-Cookie: a=b", None),
    "A18: a tab": ("/\t/evil.example", None),
    "A18: a name before an at sign": ("https://friend.example@evil.example/", None),
    "no path": ("done", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize("to, location", REDIRECTS.values(), ids=REDIRECTS)
async def test_a_redirect_leads_only_into_the_app(
    bundle: ClientBundle, to: str, location: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """A18"""
    app = make_app(APP, bundle, Settings(origins=("https://friend.example",)))

    async with browser(app, "/app") as client:
        response = await client.post(
            f"/app{URL}go", content=json.dumps({"to": to}), headers=JSON_HEADERS
        )
        form = await client.post(f"/app{URL}go", data={"to": to}, headers={"origin": ORIGIN})

    if location is None:
        assert (response.status_code, form.status_code) == (500, 500)
        assert "evil" not in response.text + form.text
    else:
        assert response.json() == {"result": None, "redirect": location}
        assert (form.status_code, form.headers["location"]) == (303, location)

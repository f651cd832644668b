from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from reactor_nb.server import ClientBundle, Settings
from tests.server.sites import ORIGIN, browser, make_app, payload_of, shown_in

APP = """
    made = []

    @action
    async def add(title: str, count: int = 1, tags: list[str] = []) -> None:
        if title == "taken":
            raise ActionError("this is there already <b>", fields={"title": "choose another"})
        if title == "boom":
            raise ValueError("password=hunter2")
        if title == "gone":
            raise NotFound()
        if title == "go":
            raise Redirect("/other")
        made.append((title, count, tags))

    def nobody(request): raise ActionError("log in first", 401)

    @action(guard=nobody)
    def wipe(): made.clear()

    @page("/")
    def P(): return p(repr(made))

    @page("/other")
    def Other(): return p("other")
"""
URL = "/_reactor/actions/add"
SAME = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}


@pytest.fixture
async def client(bundle: ClientBundle) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(make_app(APP, bundle)) as one:
        yield one


async def post(
    client: httpx.AsyncClient, fields: dict[str, str | list[str]], referer: str = "", **headers: str
) -> httpx.Response:
    sent = {**SAME, **({"referer": referer} if referer else {}), **headers}
    return await client.post(URL, data=fields, headers=sent)


async def test_a_form_is_posted_and_its_page_comes_back(client: httpx.AsyncClient) -> None:
    """C8"""
    response = await post(
        client, {"title": "milk", "count": "2", "tags": ["a", "b"]}, f"{ORIGIN}/?q=1"
    )
    page = await client.get(response.headers["location"])

    assert (response.status_code, response.headers["location"]) == (303, "/?q=1")
    assert "[(&#x27;milk&#x27;, 2, [&#x27;a&#x27;" in page.text or "('milk', 2, ['a'" in page.text
    assert payload_of(page)["flash"] == {}


UPLOADS = """
    kept = []

    @action
    async def keep(photo: bytes, more: list[bytes], note: str = "", spare: bytes | None = None):
        if note == "no":
            raise ActionError("not kept")
        kept.append((photo, more, note, spare))

    @page("/")
    def P(): return p(repr(kept))
"""
NOTHING_CHOSEN = (
    b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n" % name
        for name in (b"photo", b"more", b"spare")
    )
    + b"--x--\r\n"
)
File = tuple[str, tuple[str | None, bytes]]


async def upload(client: httpx.AsyncClient, *parts: File, name: str = "keep") -> httpx.Response:
    return await client.post(f"/_reactor/actions/{name}", files=list(parts), headers=SAME)


async def test_a_file_reaches_its_action_as_bytes(bundle: ClientBundle) -> None:
    """C8"""
    async with browser(make_app(UPLOADS, bundle)) as client:
        response = await upload(
            client,
            ("photo", ("a.png", b"\x89PNG\r\n\0 ")),
            ("more", ("b.txt", b"b")),
            ("more", ("c.txt", b"")),
            ("note", (None, b"holiday")),
        )
        page = await client.get("/")

    assert response.status_code == 303
    assert shown_in(page) == repr([(b"\x89PNG\r\n\0 ", [b"b", b""], "holiday", None)])


async def test_a_file_input_without_a_file_is_as_good_as_absent(bundle: ClientBundle) -> None:
    """C8"""
    async with browser(make_app(UPLOADS, bundle)) as client:
        await client.post(
            "/_reactor/actions/keep",
            content=NOTHING_CHOSEN,
            headers={**SAME, "content-type": "multipart/form-data; boundary=x"},
        )
        flash = payload_of(await client.get("/"))["flash"]

    assert flash["fields"] == {"photo": "is missing"}


async def test_a_file_never_comes_back_with_the_errors(bundle: ClientBundle) -> None:
    """A10"""
    async with browser(make_app(UPLOADS, bundle)) as client:
        await upload(client, ("photo", ("a", b"x")), ("note", (None, b"no")))
        refused = payload_of(await client.get("/"))["flash"]
        await upload(client, ("photo", ("a", b"x")), ("note", ("n.txt", b"n")), ("x", ("x", b"x")))
        wrong = payload_of(await client.get("/"))["flash"]

    assert (refused["message"], refused["values"]) == ("not kept", {"note": "no"})
    assert (wrong["fields"], wrong["values"]) == (
        {"x": "is not a field of this form", "note": "cannot be a file"},
        {},
    )


async def test_files_count_towards_the_limit_of_a_body(bundle: ClientBundle) -> None:
    """A7"""
    async with browser(make_app(UPLOADS, bundle)) as client:
        large = await upload(client, ("photo", ("a", b"x" * 1_000_000)))
        many = await upload(client, *[("more", (f"{n}", b"")) for n in range(101)])
        page = await client.get("/")

    assert (large.status_code, many.status_code) == (413, 400)
    assert shown_in(page) == "[]"


async def test_errors_of_a_form_are_shown_once_by_its_page_alone(
    client: httpx.AsyncClient,
) -> None:
    response = await post(client, {"title": "taken", "password": "hunter2"}, f"{ORIGIN}/other")
    other = await client.get("/")
    cookie = response.headers["set-cookie"]

    assert response.status_code == 303
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=60" in cookie
    assert "Path=/;" in cookie and "Secure" not in cookie
    assert payload_of(other)["flash"] == {}


async def test_what_was_typed_comes_back_with_the_errors(client: httpx.AsyncClient) -> None:
    fields: dict[str, str | list[str]] = {"title": "taken", "tags": ["a", "b"], "count": "3"}

    await post(client, fields, f"{ORIGIN}/?x=1")
    first, second = await client.get("/"), await client.get("/")

    assert payload_of(first)["flash"] == {
        "action": "add",
        "message": "this is there already <b>",
        "fields": {"title": "choose another"},
        "values": {"title": "taken", "tags": ["a", "b"], "count": "3"},
    }
    assert payload_of(second)["flash"] == {}


async def test_wrong_fields_are_errors_of_the_form(client: httpx.AsyncClient) -> None:
    """A10"""
    await post(client, {"count": "many", "evil": "1", "my_password": "hunter2"})
    flash = payload_of(await client.get("/"))["flash"]

    assert flash["fields"] == {
        "evil": "is not a field of this form",
        "my_password": "is not a field of this form",
        "title": "is missing",
        "count": "must be a whole number",
    }
    assert flash["values"] == {"count": "many", "evil": "1"}


async def test_a_guard_refuses_a_form_as_well(client: httpx.AsyncClient) -> None:
    """A11"""
    response = await client.post(
        "/_reactor/actions/wipe",
        data={},
        headers={**SAME, "content-type": "application/x-www-form-urlencoded"},
    )
    flash = payload_of(await client.get("/"))["flash"]

    assert response.status_code == 303
    assert (flash["action"], flash["message"]) == ("wipe", "log in first")


FOREIGN: dict[str, dict[str, str]] = {
    "nothing": {},
    "null": {"origin": "null"},
    "another": {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
    "a listed one, which is not enough": {"origin": "https://friend.example"},
    "same site": {"origin": ORIGIN, "sec-fetch-site": "same-site"},
    "only a referer": {"referer": f"{ORIGIN}/"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
async def test_a_form_comes_from_a_page_of_the_app(
    bundle: ClientBundle, headers: dict[str, str]
) -> None:
    """A4"""
    app = make_app(APP, bundle, Settings(origins=("https://friend.example",)))

    async with browser(app) as client:
        response = await client.post(URL, data={"title": "x"}, headers=headers)
        page = await client.get("/")

    assert response.status_code == 403
    assert response.headers["content-type"].startswith("text/html")
    assert "[]" in page.text


BACK: dict[str, tuple[str, str]] = {
    "the page": (f"{ORIGIN}/app/other?a=1", "/app/other?a=1"),
    "nothing": ("", "/app/"),
    "another origin": ("http://evil.example/app/x", "/app/"),
    "outside of the app": (f"{ORIGIN}/elsewhere", "/app/"),
    "beside the app": (f"{ORIGIN}/apple", "/app/"),
    "two slashes": (f"{ORIGIN}//evil.example", "/app/"),
    "no address": ("http://[", "/app/"),
    "a name before an at sign": ("http://good.example@evil.example/app/", "/app/"),
    "a backslash": (f"{ORIGIN}/app/\\evil", "/app/"),
}


@pytest.mark.parametrize("referer, location", BACK.values(), ids=BACK)
async def test_the_way_back_is_a_page_of_the_app(
    bundle: ClientBundle, referer: str, location: str
) -> None:
    """A18"""
    async with browser(make_app(APP, bundle), "/app") as client:
        response = await client.post(
            f"/app{URL}", data={"title": "taken"}, headers={**SAME, "referer": referer}
        )

    assert response.headers["location"] == location
    assert "Path=/app;" in response.headers["set-cookie"]


OTHERS = {"boom": (500, "error "), "gone": (404, "This page does not exist"), "go": (303, "")}


@pytest.mark.parametrize("title, expected", OTHERS.items(), ids=OTHERS)
async def test_other_ends_of_an_action_are_pages_or_redirects(
    client: httpx.AsyncClient, title: str, expected: tuple[int, str]
) -> None:
    response = await post(client, {"title": title})

    assert response.status_code == expected[0]
    assert expected[1] in response.text
    assert "hunter2" not in response.text
    assert response.headers.get("location", "/other") == "/other"


async def test_an_unknown_action_is_a_page_that_says_so(client: httpx.AsyncClient) -> None:
    """A2"""
    response = await client.post("/_reactor/actions/nope", data={"a": "b"}, headers=SAME)

    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")


BAD_FORMS: dict[str, tuple[str, bytes]] = {
    "no UTF-8": ("application/x-www-form-urlencoded", b"title=%ff"),
    "raw bytes": ("application/x-www-form-urlencoded", b"title=\xff"),
    "too many fields": ("application/x-www-form-urlencoded", b"a=1&" * 1_500),
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "an end too early": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disp"),
    "no name": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: a\r\n\r\nb\r\n--x--",
    ),
}


@pytest.mark.parametrize("kind, body", BAD_FORMS.values(), ids=BAD_FORMS)
async def test_a_broken_form_is_a_bad_request(
    client: httpx.AsyncClient, kind: str, body: bytes
) -> None:
    """A7"""
    response = await client.post(URL, content=body, headers={**SAME, "content-type": kind})

    page = await client.get("/")

    assert response.status_code in (303, 400)
    assert "<p>[]</p>" in page.text


async def test_a_form_has_the_limit_of_every_body(client: httpx.AsyncClient) -> None:
    """A7"""
    response = await post(client, {"title": "x" * 1_000_001})

    assert response.status_code == 413


async def test_a_cookie_never_grows_too_large(client: httpx.AsyncClient) -> None:
    fields: dict[str, str | list[str]] = {f"f{n}": "ü" * 900 for n in range(20)}

    response = await post(client, {"title": "taken", **fields})
    flash = payload_of(await client.get("/"))["flash"]

    assert len(response.headers["set-cookie"]) < 4_096
    assert "f1" in flash["fields"]


COOKIES = ["", "x", "e30", "bnVsbA", "W10", "a" * 9_000, "eyJwYWdlIjoxfQ", "%00", '"']


@pytest.mark.parametrize("cookie", COOKIES, ids=lambda one: one[:10])
async def test_a_cookie_that_is_not_ours_changes_nothing(bundle: ClientBundle, cookie: str) -> None:
    """A19"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/", headers={"cookie": f"reactor_flash={cookie}"})

    assert response.status_code == 200
    assert payload_of(response)["flash"] == {}


async def test_over_https_the_cookie_is_secure(bundle: ClientBundle, tmp_path: Path) -> None:
    """A19"""
    transport = httpx.ASGITransport(make_app(APP, bundle))

    async with httpx.AsyncClient(transport=transport, base_url="https://good.example") as client:
        response = await client.post(
            URL, data={"title": "taken"}, headers={"origin": "https://good.example"}
        )
        page = await client.get("/")

    assert "Secure" in response.headers["set-cookie"]
    assert page.headers["cross-origin-opener-policy"] == "same-origin"

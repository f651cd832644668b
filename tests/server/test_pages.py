from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from reactor_nb.errors import ReactorError
from reactor_nb.server import ClientBundle, Settings, answer
from tests.server.sites import ORIGIN, browser, content_of, make_app, payload_of, shown_in, text_of

APP = """
    from datetime import date
    from enum import Enum

    class Order(Enum):
        UP = "up"
        DOWN = "down"

    @dataclass(frozen=True)
    class Todo:
        id: int
        title: str

    @dataclass(frozen=True)
    class Secret(Todo):
        password_hash: str = "CANARY_7f3a"

    name = state("x")

    async def load_todos(q: str = "") -> list[Todo]:
        return [Secret(1, q or "<milk> & </script>")]

    @page("/", loader=load_todos)
    def Todos(data: list[Todo]):
        todos, _ = use_state(data)
        return ul([li(todo.title, key=todo.id) for todo in todos])

    def who(x_user: Annotated[str, Header()] = "nobody") -> str:
        return x_user

    def load_post(request: Request, id: int, user: str = Depends(who)) -> dict:
        if id == 0:
            raise NotFound()
        if id == 1:
            raise Redirect("/about?x=ä#y")
        if id == 2:
            raise LoaderError("the archive is closed <today>", 503)
        if id == 3:
            raise HTTPException(401, "log in", {"WWW-Authenticate": "Basic"})
        if id == 4:
            raise ValueError("password=hunter2")
        if id == 5:
            raise Redirect("//evil.example")
        if id == 6:
            raise ActionError("not yours", 403)
        if id == 7:
            raise SystemExit(1)
        if id == 8:
            name.value
        return {"user": user, "path": request.url.path, "threaded": True}

    @page("/posts/{id:int}", loader=load_post)
    def Post(id: int, data: dict, order: Order = Order.UP, days: list[date] = [], part: float = 1):
        return p(f"{id} {data['user']} {order.value} {days} {part}")

    @page("/open/{a}/{rest:path}")
    def Open(props):
        return p(sorted(props.items()).__repr__())

    @page("/about")
    def About(later: Todo | None = None):
        return p(name.value, asset("cities.csv").url)

    @page("/broken")
    def Broken():
        raise ValueError("password=hunter2")
"""


async def test_a_page_is_whole_without_scripts(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/")

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert content_of(response) == "<ul><li>&lt;milk&gt; &amp; &lt;/script&gt;</li></ul>"
    assert response.text.startswith(
        '<!doctype html><html lang="en" data-reactor="server"><head><meta charset="utf-8">'
    )
    assert "<title>A &lt;title&gt;</title>" in response.text
    assert "CANARY" not in response.text


async def test_the_payload_carries_what_the_browser_needs(bundle: ClientBundle) -> None:
    """V22, S5"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/?q=%E2%80%A8%3C%2Fscript%3E")
    payload = payload_of(response)

    assert payload["props"] == {"data": [{"id": 1, "title": "\u2028</script>"}]}
    assert payload["path"] == "/"
    assert payload["files"]["pyodide"] == "/static/pyodide-1/"
    assert payload["files"]["lock"] is None
    raw = response.text.partition('id="reactor-payload">')[2].removesuffix(
        "</script></body></html>"
    )
    assert not re.search("[<>&\u2028\u2029]", raw)


async def test_every_page_has_its_own_nonce_and_a_strict_policy(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        first, second = await client.get("/"), await client.get("/")
    policy = first.headers["content-security-policy"]
    nonce = re.findall(r"'nonce-([\w-]+)'", policy)[0]

    assert policy == (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; "
        f"style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; "
        "img-src 'self' data:; worker-src 'self'; connect-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types reactor"
    )
    assert nonce not in second.text
    assert re.findall(r"<script[^>]*>", first.text) == [
        f'<script nonce="{nonce}">',
        f'<script type="module" nonce="{nonce}" src="/static/client-1.js">',
        '<script type="application/json" id="reactor-payload">',
    ]
    assert "<script nonce" in first.text
    assert "/* early \\x3c/script>\\x3c!-- */" in first.text
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["referrer-policy"] == "same-origin"
    assert first.headers["x-frame-options"] == "DENY"


async def test_the_operator_may_add_to_the_policy_and_replace_the_style(
    bundle: ClientBundle,
) -> None:
    settings = Settings(
        policy={"img-src": "https://tiles.example", "frame-ancestors": "https://a.example"},
        style="public/my.css",
    )

    async with browser(make_app(APP, bundle, settings)) as client:
        response = await client.get("/")
    policy = response.headers["content-security-policy"]

    assert "img-src 'self' data: https://tiles.example;" in policy
    assert "frame-ancestors https://a.example;" in policy
    assert "x-frame-options" not in response.headers
    assert '<link rel="stylesheet" href="/public/my.css">' in response.text


ADDRESSES: dict[str, tuple[str, str]] = {
    "a path parameter": ("/posts/10", "10 nobody up [] 1.0"),
    "query parameters": (
        "/posts/10?order=down&days=2031-12-24&days=2031-12-25&part=2.5&other=1",
        "10 nobody down [datetime.date(2031, 12, 24), datetime.date(2031, 12, 25)] 2.5",
    ),
    "whatever there is": ("/open/1/b/c", "[('a', '1'), ('rest', 'b/c')]"),
    "page state of its own": ("/about", "x/public/cities.csv"),
}


@pytest.mark.parametrize("address, text", ADDRESSES.values(), ids=ADDRESSES)
async def test_path_and_query_are_typed_properties(
    bundle: ClientBundle, address: str, text: str
) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get(address)

    assert shown_in(response) == text


async def test_a_loader_has_dependencies_as_in_fastapi(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/10", headers={"x-user": "ada"})

    assert payload_of(response)["props"]["data"]["user"] == "ada"


FAILURES: dict[str, tuple[str, int, str]] = {
    "an unknown page": ("/nowhere", 404, "This page does not exist"),
    "no int": ("/posts/x", 404, "This page does not exist"),
    "a wrong query": ("/posts/10?order=left&part=x", 422, "order: Input should be 'up' or 'down'"),
    "NaN": ("/posts/10?part=nan", 422, "part: must be a finite number"),
    "NotFound": ("/posts/0", 404, "This page does not exist"),
    "LoaderError": ("/posts/2", 503, "the archive is closed <today>"),
    "HTTPException": ("/posts/3", 401, "log in"),
    "ActionError": ("/posts/6", 403, "not yours"),
    "A22: an error in the loader": ("/posts/4", 500, "The error is noted under the number"),
    "A15: an end of the process": ("/posts/7", 500, "The error is noted under the number"),
    "page state in a loader": ("/posts/8", 500, "The error is noted under the number"),
    "A18: a redirect elsewhere": ("/posts/5", 500, "The error is noted under the number"),
    "A22: an error in a component": ("/broken", 500, "The error is noted under the number"),
    "an address that is two": ("//evil.example/", 404, "This page does not exist"),
}


@pytest.mark.parametrize("address, status, message", FAILURES.values(), ids=FAILURES)
async def test_errors_are_readable_pages_that_tell_no_secrets(
    bundle: ClientBundle,
    address: str,
    status: int,
    message: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """S6, A22"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get(f"{ORIGIN}{address}", headers={"x-debug": "1"})

    assert response.status_code == status
    assert message in text_of(response)
    assert response.headers["content-type"].startswith("text/html")
    assert "script-src" in response.headers["content-security-policy"]
    assert not re.search("hunter2|Traceback|ValueError|site_|python", response.text, re.IGNORECASE)
    assert "hunter2" not in caplog.text
    assert len(caplog.records) == (1 if status == 500 else 0)
    if status == 500:
        number = re.search(r"number (\w+)\.", response.text)
        assert number is not None and number[1] in caplog.text


async def test_headers_of_an_authors_error_are_kept(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/posts/3")

    assert response.headers["www-authenticate"] == "Basic"


async def test_a_loader_may_redirect(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle), "/prefix") as client:
        response = await client.get("/prefix/posts/1")

    assert response.status_code == 303
    assert response.headers["location"] == "/prefix/about?x=%C3%A4#y"


async def test_head_and_no_other_method_is_answered(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        head, post = await client.head("/"), await client.post("/")

    assert head.status_code == 200
    assert post.status_code == 405
    assert "GET" in post.headers["allow"]


def assert_prefixed(response_text: str, payload: Mapping[str, object], prefix: str) -> None:
    urls = [
        url
        for url in re.findall(r'(?:src|href)="([^"]*)"', response_text)
        if not url.startswith("data:")
    ]
    assert urls and all(url.startswith(f"{prefix}/") for url in urls)
    assert payload["base"] == prefix


async def test_under_a_root_path_every_url_has_it(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle), "/pre fix") as client:
        response = await client.get("/pre%20fix/about")

    assert_prefixed(response.text, payload_of(response), "/pre%20fix")
    assert "/pre%20fix/public/cities.csv" in content_of(response)
    assert payload_of(response)["files"]["core"] == "/pre%20fix/static/core-1.bin"


async def test_mounted_in_another_app_every_url_has_its_prefix(bundle: ClientBundle) -> None:
    outer = Starlette(
        routes=[Mount("/tools", Starlette(routes=[Mount("/app", make_app(APP, bundle))]))]
    )

    async with browser(outer) as client:
        response = await client.get("/tools/app/about")
        missing = await client.get("/tools/app/nowhere")
        script = await client.get("/tools/app/static/client-1.js")

    assert_prefixed(response.text, payload_of(response), "/tools/app")
    assert 'href="/tools/app/"' in missing.text
    assert script.status_code == 200


@pytest.mark.parametrize("host", ["x/docs?", "good.example@evil", "a b", "", "[::1", "x:y"])
async def test_a_host_that_is_none_is_refused(bundle: ClientBundle, host: str) -> None:
    """A17"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/", headers={"host": host})

    assert response.status_code == 400


async def test_an_app_answers_only_under_its_names(bundle: ClientBundle) -> None:
    """A17"""
    settings = Settings(hosts=("good.example", "*.here.example", "[::1]"))
    hosts = {"good.example:81": 200, "Good.Example.": 200, "a.here.example": 200, "[::1]:8": 200}
    hosts |= {"here.example": 400, "evil.example": 400, "good.example.evil": 400}

    async with browser(make_app(APP, bundle, settings)) as client:
        found = {
            host: (await client.get("/", headers={"host": host})).status_code for host in hosts
        }

    assert found == hosts


async def test_what_proxies_say_is_not_believed(bundle: ClientBundle) -> None:
    """A17"""
    headers = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-prefix": "/evil",
        "x-middleware-subrequest": "1",
        "x-original-url": "/about",
    }

    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/nowhere", headers=headers)

    assert response.status_code == 404
    assert "evil" not in response.text


UNSERVABLE = {
    "a property from nowhere": (
        "@page('/')\ndef P(x: dict[str, int]): pass",
        "can come neither from the path nor",
    ),
    "a type that cannot cross": ("@page('/')\ndef P(x: range): pass", "property x of page P"),
    "a broken cell": ("1 / 0", "ZeroDivisionError"),
}


@pytest.mark.parametrize("source, message", UNSERVABLE.values(), ids=UNSERVABLE)
def test_an_app_that_cannot_be_served_says_why_at_once(
    bundle: ClientBundle, source: str, message: str
) -> None:
    with pytest.raises(ReactorError, match=message):
        make_app(source, bundle)


def test_a_bundle_that_is_not_whole_is_refused(bundle: ClientBundle) -> None:
    (bundle.root / "early-1.js").unlink()

    with pytest.raises(ReactorError, match="early-1.js cannot be read"):
        make_app(APP, bundle)


async def test_health(bundle: ClientBundle) -> None:
    """A22"""
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/_reactor/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_no_browser_has_to_ask_for_an_icon(bundle: ClientBundle) -> None:
    async with browser(make_app(APP, bundle)) as client:
        response = await client.get("/")

    assert response.text.count('<link rel="icon" href="data:,">') == 1


HEADS = """
    from reactor_nb.core.head import Head

    @page("/")
    def Home():
        return Head(
            title="t",
            meta=[{"name": "viewport", "content": "width=500"}],
            link=[{"rel": "icon", "href": "/i.png"}],
            script=[{"src": asset("x.js").url, "type": "module"}],
        )
"""


async def test_what_an_author_says_of_the_head_stands_in_place_of_the_usual(
    bundle: ClientBundle,
) -> None:
    """PX-37"""
    async with browser(Starlette(routes=[Mount("/a", make_app(HEADS, bundle))])) as client:
        head = (await client.get("/a/")).text.partition("</head>")[0]

    assert head.count('name="viewport"') == head.count('rel="icon"') == head.count("<title") == 1
    assert '<script src="/a/public/x.js" type="module" data-rnb-head></script>' in head


THREADS = """
    from threading import current_thread, main_thread

    @page("/")
    def Home():
        return p("main" if current_thread() is main_thread() else "other")
"""


@pytest.mark.parametrize(
    ("seconds", "threads"),
    [(0.0, ["other", "main", "main"]), (0.1, ["other", "other", "other"])],
    ids=["quick", "slow"],
)
async def test_a_page_that_renders_in_no_time_needs_no_thread(
    bundle: ClientBundle, monkeypatch: pytest.MonkeyPatch, seconds: float, threads: list[str]
) -> None:
    clock = itertools.count(step=seconds)
    monkeypatch.setattr(answer, "perf_counter", lambda: next(clock))
    async with browser(make_app(THREADS, bundle)) as client:
        shown = [shown_in(await client.get("/")) for _ in threads]

    assert shown == threads

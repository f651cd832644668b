"""Types of every kind that crosses the wire, as authors write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, Flag, IntEnum, StrEnum
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    NewType,
    NotRequired,
    TypedDict,
    TypeVar,
)
from uuid import UUID

T = TypeVar("T")
UserId = NewType("UserId", int)


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Size(IntEnum):
    SMALL = 1
    LARGE = 2


class Word(StrEnum):
    YES = "yes"
    NO = "no"


class Shape(Enum):
    DOT = ()
    LINE = (0, 1)


class Rights(Flag):
    READ = 1
    WRITE = 2


class Point(NamedTuple):
    x: int
    y: int = 0


class Options(TypedDict):
    name: str
    limit: NotRequired[int]


@dataclass(frozen=True)
class Todo:
    id: int
    title: str
    done: bool = False


@dataclass
class Tree:
    name: str
    children: list[Tree] = field(default_factory=list)
    parent_name: str | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    number: float
    blob: bytes
    day: date
    clock: time
    moment: datetime
    length: timedelta
    ident: UUID
    price: Decimal
    color: Color
    size: Size
    word: Word
    shape: Shape
    rights: Rights
    point: Point
    todo: Todo | None
    pair: tuple[int, str]
    many: tuple[int, ...]
    names: set[str]
    frozen: frozenset[int]
    by_name: dict[str, list[int]]
    by_day: dict[date, int]
    by_size: dict[Size, bool]
    choice: Literal["a", 1, True, None]
    either: int | str | list[float]
    ambiguous: str | date | Todo
    anything: Any
    user: UserId
    noted: Annotated[int, "a note"]


@dataclass(frozen=True)
class Box(Generic[T]):
    content: T
    more: tuple[T, ...] = ()


@dataclass(frozen=True)
class Positive:
    number: int

    def __post_init__(self) -> None:
        if self.number <= 0:
            raise ValueError("number must be above 0; password=hunter2")


@dataclass
class User:
    name: str


@dataclass
class Account(User):
    password_hash: str = "CANARY_7f3a"

"""The state of the live tables, the same for ours and for ReactPy: rows, and what changes them."""

from typing import NamedTuple

Action = tuple[str, int]


class Item(NamedTuple):
    id: int
    label: str


def first_rows(count: int) -> list[Item]:
    return [Item(number, f"visitor {number}") for number in range(1, count + 1)]


def reduce(items: list[Item], action: Action) -> list[Item]:
    """Return the rows after an action: its name, and the place of a row or another number."""
    kind, number = action
    items = items[:]
    at = number % len(items)
    match kind:
        case "update":
            items[at] = Item(items[at].id, items[at].label + "!")
        case "tenth":
            for each in range(0, len(items), 10):
                items[each] = Item(items[each].id, items[each].label + "!")
        case "swap":
            items[1], items[-2] = items[-2], items[1]
        case "remove":
            del items[at]
        case "turn":
            items = [*items[1:], Item(items[-1].id + number, "new")]
        case "shuffle":
            items.sort(key=lambda item: item.id * (37 + number) % 1009)
        case "restore":
            items = first_rows(number)
    return items

"""The rows of the table that is rendered on the server."""

from typing import Any

CITIES = ("Aberdeen", "Bergen", "Córdoba", "Dún Laoghaire", "Évora", "Faro", "Gdańsk")


def visitors(count: int) -> list[list[Any]]:
    """Return rows of a table; one name in ten has what must be escaped, one row in four a class."""
    return [
        [
            number,
            f"O'Neil & <Sons> {number}" if number % 10 == 0 else f"Visitor {number}",
            CITIES[number % len(CITIES)],
            f"{number * 37 % 1000 / 10:.2f}",
            number % 4 == 0,
        ]
        for number in range(1, count + 1)
    ]

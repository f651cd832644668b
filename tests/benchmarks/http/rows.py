"""The rows that both servers show."""

ROWS = 1_000


def make_rows() -> list[tuple[int, str, str, int]]:
    """Return rows, some of whose texts must be escaped."""
    cities = ("Zürich", "A & B", "<Bern>", "Lyon")
    return [(n, f"Name {n}", cities[n % 4], n * 7 % 1000) for n in range(ROWS)]

"""A number and what it counts, in words."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 paper`, `2,000 papers`; `1 entry`, `2 entries` with the plural given."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"

"""Numbers in words, with what they count."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 paper`, `2,000 papers`; `1 entry`, `2 entries` with the plural given."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def time_left(papers: int, pace: float) -> str:
    """How long so many decisions take at a pace a minute: `27 min`, `3.6 h`."""
    minutes = papers / pace
    return f"{minutes / 60:.1f} h" if minutes >= 90 else f"{max(1, round(minutes))} min"

"""Labels that join several dimensions in one header."""


def parts(text: str) -> tuple[str, ...]:
    """A label that joins several dimensions, in parts: `2021년_남_100세 이상` → 2021년, 남, 100세 이상."""
    return (text,)

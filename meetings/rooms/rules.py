"""Who keeps the list of rooms."""

from governance.confidentiality import Reader


def can_keep(reader: Reader) -> bool:
    """The board office adds rooms, describes them and gives them up."""
    return reader.is_secretariat

"""Who must log in with a second factor."""

from governance.confidentiality import Reader


def needs_second_factor(reader: Reader) -> bool:
    """Everybody with a staff role: they act for others and see what is confidential."""
    return bool(reader.roles)

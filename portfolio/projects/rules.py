"""Who sees what of a project. Title, summary, lead and phase are public."""

from governance.confidentiality import Reader


def can_see_progress(reader: Reader) -> bool:
    """Status and notes are for members of any board and for the offices."""
    return reader.is_member or reader.sees_all_boards

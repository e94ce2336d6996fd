"""Who sees what of a project. Title, summary, lead and phase are public."""

from governance.confidentiality import Reader
from portfolio.projects.models import Project


def can_see_progress(reader: Reader, project: Project) -> bool:
    """Status and notes are for members of any board, for the offices, and for the partner who leads the project."""
    return reader.is_member or reader.sees_all_boards or project.lead_id in reader.partner_of

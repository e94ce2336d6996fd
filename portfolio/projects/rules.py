"""Who sees and enters what of a project. Title, summary, lead and phase are public."""

from governance.confidentiality import Reader
from portfolio.projects.models import Project


def can_see_progress(reader: Reader, project: Project) -> bool:
    """Status and notes are for members of any board, for the offices, and for the partner who leads the project."""
    return reader.is_member or reader.sees_all_boards or project.lead_id in reader.partner_of


def can_enter(reader: Reader, project: Project) -> bool:
    """Status, milestones and measured values come from the leading partner, the management and the board office."""
    return reader.is_secretariat or reader.is_management or project.lead_id in reader.partner_of


def can_define(reader: Reader) -> bool:
    """What is measured of a project is said by the management and the board office."""
    return reader.is_secretariat or reader.is_management

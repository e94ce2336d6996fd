"""Who may do what with a report. The management writes; the mayor's office reviews and never writes."""

from governance.confidentiality import Level, Reader
from governance.rights.levels import max_level
from reports.editions.models import EDITABLE, ManagementReport

Status = ManagementReport.Status


def can_write(reader: Reader, report: ManagementReport) -> bool:
    return reader.is_management and report.status in EDITABLE


def can_withdraw(reader: Reader, report: ManagementReport) -> bool:
    return reader.is_management and report.status == Status.SUBMITTED


def can_publish(reader: Reader, report: ManagementReport) -> bool:
    """Management or mayor's office, once the review is over."""
    return (reader.is_management or reader.is_mayors_office) and report.status in (Status.SEEN, Status.APPROVED)


def can_review(reader: Reader, report: ManagementReport) -> bool:
    """Comment, return, decide: the mayor's office, never who wrote or submitted it (separation of duties)."""
    return waits_for(reader, report) and not report.is_work_of(reader.person_id)


def waits_for(reader: Reader, report: ManagementReport) -> bool:
    """It waits for the mayor's office, to which the reader belongs."""
    return reader.is_mayors_office and report.status == Status.SUBMITTED


def sees_review(reader: Reader, report: ManagementReport) -> bool:
    """Comments and versions are between the management and the mayor's office."""
    return reader.is_management or reader.is_mayors_office


def level_of(reader: Reader, report: ManagementReport) -> Level:
    """Up to which level the reader sees sections of this report."""
    return max_level(reader, report.board_id)


def reads_draft(reader: Reader, report: ManagementReport) -> bool:
    """Whose page shows the text being written; everybody else reads the frozen version."""
    return reader.is_management and report.status in EDITABLE

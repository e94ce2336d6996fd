"""What invitations know about a person beside the answer."""

from governance.people.models import Person
from meetings.invitations.models import Reply


def forget_notes(person: Person) -> None:
    """Part of anonymising: the answer stays, the words beside it go."""
    Reply.objects.filter(invitation__person=person).exclude(note="", comment="").update(note="", comment="")

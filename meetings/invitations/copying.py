"""Assistants get the mails about dates in words, where the person they assist wants that.

No personal link of the principal and no papers: the link leads to the page on which they answer after login.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from foundation.outbox.letters import letter
from foundation.outbox.queue import Mail
from governance.people.models import Assistance, Person
from meetings.invitations import composing, entries
from meetings.invitations.composing import GERMAN, Common
from meetings.invitations.models import Invitation

COPY = "assistant_copy"


def copies(common: Common, invitations: Sequence[Invitation], today: date) -> list[Mail]:
    """One mail for each assistant of each person who wants that. One query, none where nobody does."""
    return [_copy(common, one, assistant) for one, assistant in copied(invitations, today)]


def copied(invitations: Sequence[Invitation], today: date) -> list[tuple[Invitation, Person]]:
    """Which letters go to which assistants as well, by mail always: who reads none gets no copy."""
    wanted = {one.person_id: one for one in invitations if one.person.copy_to_assistants}
    if not wanted:
        return []
    found = Assistance.objects.on(today).filter(principal__in=wanted).select_related("assistant")
    pairs = {(one.principal_id, one.assistant_id): one.assistant for one in found}
    return [
        (wanted[principal], assistant)
        for (principal, _assistant), assistant in pairs.items()
        if composing.reachable(assistant)
    ]


def _copy(common: Common, one: Invitation, assistant: Person) -> Mail:
    meeting = common.meeting
    key = f"{COPY}:{common.template}:{meeting.pk}:{meeting.sequence}:{one.person_id}:{assistant.pk}"
    with override(GERMAN):
        context = {
            **common.words,
            "template": common.template,
            "meeting": meeting,
            "company": common.company,
            "person": assistant,
            "principal": one.person,
            "subject": composing.write(common, one, None).subject,
            "title": entries.title(meeting),
            "place": entries.place(meeting),
            "answerable": common.method != "CANCEL",
            "url": settings.SITE_URL + reverse("reply_for", args=[meeting.pk, one.person_id]),
        }
        words = letter(COPY, context, GERMAN)
    return composing.enveloped(common, assistant, words, kind=COPY, key=key)

"""Two clicks at once: the meeting is opened and closed once, its minutes are begun, written and sent once."""

from functools import partial

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from meetings.minutes import writing
from meetings.minutes.models import Minutes
from meetings.sittings import running
from meetings.sittings.models import Attendance, QuorumFinding, Sitting
from tests.together import together


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_a_meeting_is_attended_opened_and_closed_once(transactional_db, evening):
    meeting, by = evening.meeting, evening.by
    arrive = partial(running.mark, meeting, evening.members[0], how="present", by=by, now=evening.tick())
    everybody = partial(running.mark_all, meeting, by=by, now=evening.tick())
    together(arrive, everybody, arrive, everybody)
    there = list(Attendance.objects.values_list("person", flat=True))
    assert len(there) == len(set(there)) == 10
    opening = partial(running.open, meeting, by=by, now=evening.tick())
    first, second = together(opening, opening)
    assert (first, Sitting.objects.get(), QuorumFinding.objects.count()) == (second, first, 1)
    closing = partial(running.close, meeting, adjourn_open=True, by=by, now=evening.tick())
    together(closing, closing)
    assert (entries("meeting.opened"), entries("meeting.held")) == (1, 1)


def test_minutes_are_begun_written_and_sent_once(transactional_db, evening):
    evening.open()
    running.close(evening.meeting, adjourn_open=True, by=evening.by, now=evening.tick())
    begin = partial(writing.draft, evening.meeting, by=evening.by, now=evening.tick())
    first, second = together(begin, begin)
    assert (first, first.entries.count()) == (second, 3)
    texts = [{evening.item(1).pk: words} for words in ("Vorgestellt.", "Vertagt.")]
    write = partial(writing.write, first, revision=first.revision, by=evening.by, now=evening.tick())
    assert "changed_meanwhile" in together(*(partial(write, one) for one in texts))
    writing.hand_over(first, by=evening.by, now=evening.tick())
    sign = partial(writing.sign_off, by=evening.world.actor(evening.world.mayor), now=evening.tick())
    together(partial(sign, Minutes.objects.get()), partial(sign, Minutes.objects.get()))
    send = partial(writing.circulate, by=evening.by, now=evening.tick())
    sent = together(partial(send, Minutes.objects.get()), partial(send, Minutes.objects.get()))
    assert sorted(sent)[0] == 0
    letters = Delivery.objects.filter(topic=first.key).values_list("recipient", flat=True)
    assert len(letters) == len(set(letters)) == max(sent)
    assert [entries(f"minutes.{act}") for act in ("drafted", "written", "signed_off", "circulated")] == [1, 1, 1, 1]

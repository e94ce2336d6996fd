"""What waits for the office besides meetings: mails in trouble, reported work, opinions to record, topics, seats."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet, Subquery, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.home.rows import Row
from foundation.documents.models import Rendering, RenderingState
from foundation.outbox.models import Delivery, IncomingMail, State
from foundation.outbox.waiting import late
from foundation.web.wording import day_digits, local_day
from governance.boards.models import Company
from governance.confidentiality import Reader
from governance.mandates.succession import Opening, openings
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaProposal
from meetings.minutes.models import Minutes, MinutesObjection
from meetings.polls.models import DatePoll
from opinions.outcomes.reading import unrecorded_items

ENOUGH = timedelta(days=60)  # a successor should be asked two months before the term ends


def _aggregate(rows: QuerySet[Any], what: Any) -> Subquery:
    """An aggregate over rows as a column of another query."""
    return Subquery(rows.order_by().annotate(every=Value(1)).values("every").annotate(n=what).values("n"))


def _numbers(reader: Reader, now: datetime) -> Mapping[str, Any]:
    """All counts in one query."""
    today = local_day(now)
    failed = Delivery.objects.filter(state=State.FAILED)
    mine = ActionItem.objects.filter(owner=reader.person_id, status=ActionItem.Status.OPEN)
    reported = ActionItem.objects.filter(status=ActionItem.Status.DONE_REPORTED)
    topics = AgendaProposal.objects.filter(status=AgendaProposal.Status.PROPOSED)
    polls = DatePoll.objects.asking().filter(deadline__lt=today).order_by("deadline")
    objections = MinutesObjection.objects.filter(minutes__status=Minutes.Status.CIRCULATED)
    found = Company.objects.values(
        failed=_aggregate(failed, Count("pk")),
        addressee=Subquery(failed.order_by("created_at").values("recipient_name")[:1]),
        late=_aggregate(Delivery.objects.filter(late(now)), Count("pk")),
        held=_aggregate(Delivery.objects.held_back(), Count("pk")),
        stopped=Subquery(Delivery.objects.stopped().order_by("-created_at").values("topic")[:1]),
        letters=_aggregate(Delivery.objects.filter(state=State.LETTER), Count("pk")),
        messages=_aggregate(IncomingMail.objects.waiting(), Count("pk")),
        documents=_aggregate(Rendering.objects.filter(state=RenderingState.FAILED), Count("pk")),
        mine=_aggregate(mine, Count("pk")),
        mine_due=_aggregate(mine, Min("due_on")),
        reported=_aggregate(reported, Count("pk")),
        unrecorded=_aggregate(unrecorded_items(), Count("pk", distinct=True)),
        unrecorded_since=_aggregate(unrecorded_items(), Min("meeting__starts_at")),
        topics=_aggregate(topics, Count("pk")),
        objections=_aggregate(objections, Count("pk")),
        polls=_aggregate(polls, Count("pk")),
        poll=Subquery(polls.values("pk")[:1], output_field=UUIDField()),
        poll_over=Subquery(polls.values("deadline")[:1]),
        poll_board=Subquery(polls.values("board__name")[:1]),
        objected=Subquery(objections.order_by("-raised_at").values("minutes__meeting")[:1], output_field=UUIDField()),
    )
    return found.first() or {}


def late_mails(count: int) -> str:
    words = ngettext("%(count)s e-mail is not being sent", "%(count)s e-mails are not being sent", count)
    return words % {"count": count}


def failed_mails(count: int) -> str:
    words = ngettext("%(count)s e-mail did not arrive", "%(count)s e-mails did not arrive", count)
    return words % {"count": count}


def held_mails(count: int) -> str:
    words = ngettext("%(count)s e-mail is held back", "%(count)s e-mails are held back", count)
    return words % {"count": count}


def failed_documents(count: int, today: date) -> Row:
    words = ngettext("%(count)s document could not be made", "%(count)s documents could not be made", count)
    return Row(today, words % {"count": count}, reverse("documents"), _("Nothing is lost."), _("Make it again"))


def counted(reader: Reader, now: datetime) -> Iterator[Row]:
    """One row for each kind of thing that waits, in one query."""
    found, today = _numbers(reader, now), local_day(now)
    mails, actions = reverse("dispatches"), reverse("actions")
    if count := found.get("failed"):
        meta = _("To %(person)s. Please check the address or call.") % {"person": found["addressee"]}
        yield Row(today, failed_mails(count), f"{mails}?state=failed", meta, _("See the mails"))
    if count := found.get("late"):
        meta = _("The administration sees to it. Nothing is lost.")
        yield Row(today, late_mails(count), f"{mails}?state=late", meta, _("See the mails"))
    if count := found.get("held"):
        meta = _("The mail server refused several times. Nothing is lost.")
        yield Row(today, held_mails(count), f"{mails}?state=held", meta, _("See the mails"))
    if (topic := found.get("stopped")) and topic.startswith("meeting:"):
        where = reverse("invite", args=[topic.removeprefix("meeting:")])
        yield Row(today, _("A dispatch is stopped"), where, _("Nothing leaves before you decide."), _("Decide"))
    if count := found.get("letters"):
        title = ngettext("%(count)s letter is to be posted", "%(count)s letters are to be posted", count)
        meta = _("For members who want post. Please print it, post it and note that here.")
        yield Row(today, title % {"count": count}, f"{mails}?state=letter", meta, _("See the letters"))
    if count := found.get("messages"):
        title = ngettext("%(count)s answer by mail is unclear", "%(count)s answers by mail are unclear", count)
        meta = _("Nothing is recorded yet. The next step stands with each of them.")
        yield Row(today, title % {"count": count}, reverse("inbox"), meta, _("See the answers"))
    if count := found.get("documents"):
        yield failed_documents(count, today)
    if count := found.get("reported"):
        title = ngettext("%(count)s action item is reported", "%(count)s action items are reported", count)
        yield Row(today, title % {"count": count}, actions, _("Please confirm that it is done."), _("Check"))
    if count := found.get("mine"):
        title = ngettext("%(count)s action item of your own", "%(count)s action items of your own", count)
        yield Row(found["mine_due"], title % {"count": count}, actions, _("The first one is due then."))
    if count := found.get("unrecorded"):
        title = ngettext(
            "%(count)s resolved opinion is not recorded", "%(count)s resolved opinions are not recorded", count
        )
        meta = ngettext(
            "Resolved on %(day)s. The management is told with the record.",
            "The first one was resolved on %(day)s. The management is told with the record.",
            count,
        )
        words = {"count": count, "day": day_digits(found["unrecorded_since"])}
        yield Row(today, title % words, reverse("rounds"), meta % words, _("Record the opinion"))
    if count := found.get("polls"):
        title = ngettext("Fix the date: %(board)s", "%(count)s dates are to be fixed, first: %(board)s", count)
        words = {"count": count, "board": found["poll_board"]}
        meta = _("Answers were possible until %(day)s.") % {"day": day_digits(found["poll_over"])}
        url = reverse("poll", args=[found["poll"]])
        yield Row(found["poll_over"] + timedelta(days=1), title % words, url, meta, _("Fix the date"))
    if count := found.get("objections"):
        title = ngettext("%(count)s objection to minutes", "%(count)s objections to minutes", count)
        where = reverse("meeting_minutes", args=[found["objected"]])
        yield Row(
            None, title % {"count": count}, where, _("The next meeting decides on it."), _("Read the objection")
        )
    if count := found.get("topics"):
        title = ngettext("%(count)s topic is waiting", "%(count)s topics are waiting", count)
        meta = _("The chair accepts or rejects it.")
        yield Row(None, title % {"count": count}, reverse("proposals"), meta, _("See topics"))


def seats(today: date) -> Iterator[Row]:
    """Seats whose holder's term ends soon without a successor, and vacant ones without anybody appointed."""
    vacant: dict[Any, list[Opening]] = {}
    for one in openings(today):
        if one.ends is None:
            vacant.setdefault(one.seat.board, []).append(one)
        else:
            yield _ending(one, one.ends)
    for board, found in vacant.items():
        title = ngettext("%(count)s seat is vacant", "%(count)s seats are vacant", len(found))
        words = {"board": board.name, "seats": ", ".join(str(one.seat.number) for one in found)}
        meta = ngettext("%(board)s, seat %(seats)s.", "%(board)s, seats %(seats)s.", len(found))
        waits = all(one.asked_on or one.proposed for one in found)
        button = _("See the state") if waits else _("Ask for a successor")
        yield Row(None, title % {"count": len(found)}, reverse("successions"), meta % words, button)


def _ending(one: Opening, ends: date) -> Row:
    seat = one.seat
    words = {"board": seat.board.name, "number": seat.number, "day": day_digits(ends)}
    place = [seat.board.slug, seat.number]
    if one.asked_on:
        words["asked"] = day_digits(one.asked_on)
        meta = _("%(board)s. Asked on %(asked)s, the term ends on %(day)s.")
        title = _("Successor on seat %(number)s is awaited") % words
        return Row(ends, title, reverse("seat", args=place), meta % words, _("See the state"))
    return Row(
        ends - ENOUGH,
        _("Ask for a successor on seat %(number)s") % words,
        reverse("succession_request", args=place),
        _("%(board)s. The term ends on %(day)s.") % words,
        _("Ask for a successor"),
    )

"""A member's own assessment: written, checked, given, or a conflict of interest declared."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from foundation.web.wording import day_in_words
from governance.procedure.rules_in_force import rules_on
from governance.rights.request import ReadingRequest
from opinions.rounds import collecting
from opinions.rounds.drafts import Draft, content_of
from opinions.rounds.forms import AssessmentForm, DeclineForm, initial_of
from opinions.rounds.gaps import gaps
from opinions.rounds.models import Opinion, OpinionRevision, OpinionRound, Rating, RoundGuideline, Verdict
from opinions.rounds.results import earlier

# Asks the form to say what the draft still lacks; a page to come back to, where the answer to a POST is none.
MISSING = "offen"


def _runs(opinion_round: OpinionRound) -> bool:
    return opinion_round.is_open and clock.now() <= opinion_round.deadline


def _mine(request: ReadingRequest, pk: UUID) -> Opinion:
    """The reader's own opinion in a round, while the reader is on the board."""
    request.section = "opinions"
    rounds = OpinionRound.objects.visible_to(request.reader)
    mine = Opinion.objects.of(request.reader.person_id).filter(round__in=rounds)
    return get_object_or_404(mine.select_related("round__board", "round__project"), round_id=pk)


def _draft(opinion: Opinion) -> tuple[Draft, OpinionRevision | None]:
    """What the form starts with: the draft, else what was given last."""
    last = opinion.newest_revision()
    if opinion.draft or last is None:
        return opinion.draft, last
    return last.as_draft(), last


def _crumbs(opinion: Opinion, *more: tuple[str, str]) -> list[tuple[str, str]]:
    here = reverse("opinion", args=[opinion.round_id]) if more else ""
    return [(_("Assessments"), reverse("opinions")), (opinion.round.title, here), *more]


@login_required
def opinion(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """The form, as long as the round runs; afterwards what was given."""
    mine = _mine(request, pk)
    draft, last = _draft(mine)
    asked = list(mine.round.round_guidelines.select_related("guideline"))
    context: dict[str, Any] = {
        "opinion": mine,
        "round": mine.round,
        "last": last,
        "given": _shown(asked, content_of(last.as_draft())) if last else None,
        "earlier": earlier(mine.round, request.reader),
        "response_days": rules_on(mine.round.board, clock.today()).response_days,
        "crumbs": _crumbs(mine),
    }
    if request.method == "POST":
        form = AssessmentForm(asked, request.POST, initial=initial_of(draft))
        if form.is_valid():
            return _kept(request, mine, form)
        collecting.save_draft(mine, draft=form.draft(), by=request.reader.actor, now=clock.now())
        if form.only_lacks:
            return redirect(f"{request.path}?{MISSING}")
        return render(request, "opinions/rounds/opinion.html", {**context, "form": form}, status=400)
    if not _runs(mine.round) or mine.status in (Opinion.Status.DECLINED, Opinion.Status.LAPSED):
        shown = _shown(asked, content_of(draft)) if last else {}
        return render(request, "opinions/rounds/given.html", {**context, **shown})
    kept = initial_of(draft)
    form = AssessmentForm(asked, kept if MISSING in request.GET else None, initial=kept)
    return render(request, "opinions/rounds/opinion.html", {**context, "form": form})


def _kept(request: ReadingRequest, mine: Opinion, form: AssessmentForm) -> HttpResponse:
    collecting.save_draft(mine, draft=form.draft(), by=request.reader.actor, now=clock.now())
    if form.is_weak:
        messages.success(request, _("Your draft is saved. You can go on at any time."))
        return redirect("opinions")
    return redirect("opinion_review", mine.round_id)


def _shown(asked: list[RoundGuideline], content: dict[str, Any]) -> dict[str, Any]:
    """An assessment in words: the important guidelines, and those of the others that were rated.

    Recommendations go with one verdict only (`collecting.submit`); typed with another, they are `left_out`.
    """
    given = {rating.guideline: rating for rating in content["ratings"]}
    words = dict(Rating.choices)
    rows: list[tuple[RoundGuideline, dict[str, Any] | None]] = []
    for one in asked:
        rating = given.get(one.guideline.number)
        if rating:
            rows.append((one, {"word": words[rating.rating], "reason": rating.reason}))
        elif one.important:
            rows.append((one, None))
    given_too = content["verdict"] in ("", Verdict.WITH_RECOMMENDATIONS)
    return {
        "rows": rows,
        "verdict_word": dict(Verdict.choices).get(content["verdict"], ""),
        "recommendations": content["recommendations"] if given_too else [],
        "left_out": not given_too and bool(content["recommendations"]),
        "reason": content["reason"],
    }


@login_required
def review(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Summary of the draft with what is missing; sending it is one POST."""
    mine = _mine(request, pk)
    if request.method == "GET" and not mine.draft:
        return redirect("opinion", pk)
    draft, _last = _draft(mine)
    asked = list(mine.round.round_guidelines.select_related("guideline"))
    content = content_of(draft)
    important = [(one.guideline.number, one.guideline.title) for one in asked if one.important]
    missing = gaps(**content, important=important)
    read = sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    changed = request.method == "POST" and request.POST.get("read", read) != read
    if request.method == "POST" and not changed and (not missing or not _runs(mine.round)):
        collecting.submit(mine, **content, by=request.reader.actor, now=clock.now())
        words = {"day": day_in_words(mine.round.deadline)}
        messages.success(request, _("Your assessment is given. You can change it until %(day)s.") % words)
        return redirect("opinions")
    context = {
        "round": mine.round,
        **_shown(asked, content),
        "missing": missing,
        "read": read,
        "changed": changed,
        "refused": request.method == "POST",
        "crumbs": _crumbs(mine, (_("Check"), "")),
    }
    status = 409 if changed else 400 if request.method == "POST" else 200
    return render(request, "opinions/rounds/review.html", context, status=status)


@login_required
def withdraw(request: ReadingRequest, pk: UUID) -> HttpResponse:
    """Declare a conflict of interest: the member takes no part in this opinion."""
    mine = _mine(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        collecting.decline(mine, reason=form.cleaned_data["reason"], by=request.reader.actor, now=clock.now())
        messages.success(request, _("You take no part in this opinion. Your declaration is saved."))
        return redirect("opinions")
    context = {
        "form": form,
        "title": _("Declare a conflict of interest"),
        "text": _("You do not take part in the opinion on “%(title)s” and do not read the assessments of others.")
        % {"title": mine.round.title},
        "button": _("Declare a conflict of interest"),
        "back_url": reverse("opinion", args=[pk]),
        "crumbs": _crumbs(mine, (_("Conflict of interest"), "")),
    }
    return render(request, "opinions/act.html", context, status=form.status)

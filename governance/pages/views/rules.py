"""The rules of procedure of a board: reading, confirming, changing, and their versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.boards.rules import can_manage
from governance.mandates.composition import composition
from governance.pages.forms import ConfirmForm
from governance.pages.rule_forms import CHANGE, CORRECTION, RuleForm, RulesForm
from governance.pages.views.shared import as_of, board_for, page
from governance.procedure.amending import NUMBERS, amend, correct, withdraw
from governance.procedure.confirming import confirm
from governance.procedure.models import RulesOfProcedure
from governance.procedure.practice import practice
from governance.procedure.rules_in_force import version_on
from governance.procedure.versions import versions
from governance.procedure.wording import CHAPTERS, RULES, RuleLine, chapter_title, rule_lines
from governance.rights.request import ReadingRequest


@require_safe
def rules_page(request: ReadingRequest, slug: str) -> HttpResponse:
    """All rules of a board, today or on another day, and its versions with what each changed."""
    shown = board_for(request, slug)
    day, form = as_of(request)
    state = composition(shown, day)
    rules = version_on(shown, day)
    lines = _lines(rules, seats=state.seats, occupied=state.held) if rules else {}
    said = practice(rules.as_rules(), day, seats=state.seats, occupied=state.held) if rules else {}
    is_own = rules is not None and rules.board_id == shown.pk
    return page(
        request,
        "rules",
        [(shown.name, shown.get_absolute_url()), (_("Rules"), "")],
        board=shown,
        manages=can_manage(request.reader) and day == clock.today(),
        changes=is_own,
        rules=rules,
        chapters=[
            (key, chapter_title(key), [(lines[name], said.get(name, "")) for name in CHAPTERS[key]])
            for key in CHAPTERS
            if lines
        ],
        assumed=sum(not line.source for line in lines.values()),
        total=len(lines),
        versions=versions(shown, clock.today(), seats=state.seats, occupied=state.held),
        as_of=form,
        day=day,
        is_today=day == clock.today(),
    )


def _lines(rules: RulesOfProcedure, *, seats: int, occupied: int) -> dict[str, RuleLine]:
    lines = rule_lines(rules.as_rules(), rules.sources, seats=seats, occupied=occupied)
    return {line.name: line for line in lines}


def rule_change(request: ReadingRequest, slug: str, rule: str) -> HttpResponse:
    """One rule gets another value: as a correction of this version, or as a new version from a day on."""
    shown = board_for(request, slug, manage=True)
    rules = get_object_or_404(RulesOfProcedure.objects.in_force(clock.today()), board=shown)
    line = _line(rules, shown, rule)
    initial = _numbers(rules) | {"how": CORRECTION, "source": rules.sources.get(rule, "")}
    form = RuleForm(request.POST if request.method == "POST" else None, names=[rule], initial=initial)
    crumbs = [*_crumbs(shown), (_("Change a rule"), "")]
    return _changing(request, "rule_change", crumbs, shown, form, rules=rules, line=line)


def new_version(request: ReadingRequest, slug: str) -> HttpResponse:
    """A new version of all rules from a day on."""
    shown = board_for(request, slug, manage=True)
    latest = RulesOfProcedure.objects.current().filter(board=shown).order_by("-valid_from").first()
    form = RulesForm(
        request.POST if request.method == "POST" else None, initial=_numbers(latest or RulesOfProcedure())
    )
    crumbs = [*_crumbs(shown), (_("New version"), "")]
    return _changing(request, "rules_version", crumbs, shown, form, latest=latest)


def _changing(
    request: ReadingRequest,
    name: str,
    crumbs: list[tuple[str, str]],
    shown: Board,
    form: RulesForm,
    **context: Any,
) -> HttpResponse:
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            made = _change(request, shown, form, context.get("rules"))
        except DomainError as error:
            status = form.refuse(error)
        else:
            words = {"day": plain_day(made.valid_from)}
            messages.success(request, _("The rules are saved. They hold from %(day)s.") % words)
            return redirect("rules", shown.slug)
    return page(request, name, crumbs, status=status, board=shown, form=form, **context)


def _change(
    request: ReadingRequest, shown: Board, form: RulesForm, rules: RulesOfProcedure | None
) -> RulesOfProcedure:
    data, by, now = form.cleaned_data, request.reader.actor, clock.now()
    if rules is not None and data.get("how") != CHANGE:
        return correct(rules=rules, values=form.values(), source=data["source"], by=by, now=now)
    return amend(
        board=shown,
        valid_from=data["valid_from"],
        values=form.values(),
        source=data["source"],
        by=by,
        now=now,
    )


def withdrawal(request: ReadingRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a version that has not begun."""
    shown = board_for(request, slug, manage=True)
    rules = get_object_or_404(shown.rules, pk=pk)
    if request.method == "POST":
        withdraw(rules=rules, by=request.reader.actor, now=clock.now())
        messages.success(request, _("The version is withdrawn. The one before it goes on."))
        return redirect("rules", slug)
    crumbs = [*_crumbs(shown), (_("Withdraw a version"), "")]
    return page(request, "rules_withdrawal", crumbs, board=shown, rules=rules, today=clock.today())


def rule_confirmation(request: ReadingRequest, slug: str, rule: str) -> HttpResponse:
    """Name where an assumed rule is written."""
    shown = board_for(request, slug, manage=True)
    rules = get_object_or_404(RulesOfProcedure.objects.in_force(clock.today()), board=shown)
    line = _line(rules, shown, rule)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            confirm(rules=rules, rule=rule, by=request.reader.actor, now=clock.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The rule is confirmed: %(rule)s.") % {"rule": line.text})
            return redirect("rules", slug)
    crumbs = [*_crumbs(shown), (_("Confirm a rule"), "")]
    return page(request, "rule_confirmation", crumbs, status=status, board=shown, line=line, form=form)


def _line(rules: RulesOfProcedure, shown: Board, rule: str) -> RuleLine:
    if rule not in RULES:
        raise Http404
    state = composition(shown, clock.today())
    return _lines(rules, seats=state.seats, occupied=state.held)[rule]


def _numbers(rules: RulesOfProcedure) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in NUMBERS}


def _crumbs(shown: Board) -> list[tuple[str, str]]:
    return [(shown.name, shown.get_absolute_url()), (_("Rules"), reverse("rules", args=[shown.slug]))]

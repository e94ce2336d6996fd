"""The rules of a board one by one, as somebody with the rules of procedure in hand goes through them."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foundation.values import DomainError
from foundation.web import clock
from governance.boards.models import Board
from governance.mandates.composition import composition
from governance.pages.rule_forms import GuideForm
from governance.pages.views.company import setup_page
from governance.pages.views.people import office_only
from governance.procedure.amending import NUMBERS, correct
from governance.procedure.confirming import Progress, alike, confirm, confirm_alike, progress
from governance.procedure.models import RulesOfProcedure
from governance.procedure.practice import practice
from governance.procedure.rules_in_force import first_or_in_force
from governance.procedure.wording import RULE_NAMES, RuleLine, rule_lines
from governance.rights.request import ReadingRequest


class Row(NamedTuple):
    """A board in the list: how far its rules are confirmed, where to go on, and how many rules `other` tells."""

    board: Board
    progress: Progress
    rule: str
    other: Board
    alike: int


@login_required
@require_safe
def rule_boards(request: ReadingRequest) -> HttpResponse:
    """The boards, and how many of their rules somebody has confirmed."""
    office_only(request)
    versions = [one for one in map(_version, Board.objects.filter(parent=None).order_by("position")) if one]
    most = max(versions, key=lambda one: len(one.sources), default=None)
    rows = [
        Row(one.board, progress(one), next_open(one) or RULE_NAMES[0], most.board, len(alike(one, most)))
        for one in versions
        if most
    ]
    page = setup_page(_("Rules"), "")
    context = {"rows": rows, "page": page, "crumbs": [*page.crumbs, (page.title, "")]}
    return render(request, "governance/pages/rule_boards.html", context)


def _version(board: Board) -> RulesOfProcedure | None:
    rules = first_or_in_force(board, clock.today())
    if rules is not None:
        rules.board = board
    return rules


@login_required
@require_POST
def rules_alike(request: ReadingRequest, slug: str) -> HttpResponse:
    """Two boards share their rules of procedure: what says the same gets the same source."""
    office_only(request)
    boards = {board.slug: board for board in Board.objects.filter(parent=None)}
    board, like = boards.get(slug), boards.get(request.POST.get("like", ""))
    rules, other = (_version(one) if one else None for one in (board, like))
    if rules is None or other is None:
        raise Http404
    count = confirm_alike(rules=rules, other=other, by=request.reader.actor, now=clock.now())
    words = ngettext("%(count)s rule is confirmed.", "%(count)s rules are confirmed.", count)
    messages.success(request, words % {"count": count})
    return redirect("setup_rules")


@login_required
def rule_guide(request: ReadingRequest, slug: str, rule: str) -> HttpResponse:
    """One rule: what is assumed or known, where it is written, and the two buttons “so it is” and “it is changed”."""
    office_only(request)
    board = get_object_or_404(Board, slug=slug, parent=None)
    rules = first_or_in_force(board, clock.today())
    if rules is None or rule not in RULE_NAMES:
        raise Http404
    form = _form(request, rules, rule)
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            after = _act(request, rules, rule, form)
        except DomainError as error:
            status = form.refuse(error)
        else:
            return _go_on(request, board, after, rule)
    return _page(request, board, rules, rule, form, status)


def _form(request: ReadingRequest, rules: RulesOfProcedure, rule: str) -> GuideForm:
    initial = {name: getattr(rules, name) for name in NUMBERS} | {"source": rules.sources.get(rule, "")}
    changes = request.POST.get("act") == "change"
    return GuideForm(request.POST if request.method == "POST" else None, rule=rule, changes=changes, initial=initial)


def _act(request: ReadingRequest, rules: RulesOfProcedure, rule: str, form: GuideForm) -> RulesOfProcedure:
    """Confirm the rule as it stands, or correct it; a rule that has a source gets the new one by a correction."""
    source, by, now = form.cleaned_data["source"], request.reader.actor, clock.now()
    if not form.changes and not rules.sources.get(rule):
        confirm(rules=rules, rule=rule, source=source, by=by, now=now)
        return rules
    values = form.values() if form.changes else form.standing(rules)
    return correct(rules=rules, values=values, source=source, by=by, now=now)


def _go_on(request: ReadingRequest, board: Board, rules: RulesOfProcedure, rule: str) -> HttpResponse:
    """To the next rule nobody has confirmed, else back to the boards."""
    done = progress(rules)
    if following := next_open(rules, after=rule):
        return redirect("setup_rule", board.slug, following)
    words = {"board": board.name, "done": done.confirmed, "total": done.total}
    messages.success(request, _("%(board)s: %(done)s of %(total)s rules are confirmed.") % words)
    return redirect("setup_rules")


def next_open(rules: RulesOfProcedure, after: str = "") -> str:
    """The next rule without a source, from `after` on and then from the beginning; empty where all have one."""
    start = RULE_NAMES.index(after) + 1 if after else 0
    order = (*RULE_NAMES[start:], *RULE_NAMES[:start])
    return next((name for name in order if name not in rules.sources and name != after), "")


def _page(
    request: ReadingRequest, board: Board, rules: RulesOfProcedure, rule: str, form: GuideForm, status: int
) -> HttpResponse:
    number = RULE_NAMES.index(rule)
    line, said = _line(board, rules, rule)
    context: dict[str, Any] = {
        "board": board,
        "form": form,
        "line": line,
        "practice": said,
        "number": number + 1,
        "progress": progress(rules),
        "sources": sorted(set(rules.sources.values())),
        "before": RULE_NAMES[number - 1] if number else "",
        "after": RULE_NAMES[number + 1] if number + 1 < len(RULE_NAMES) else "",
        "crumbs": [*setup_page("", "").crumbs, (_("Rules"), reverse("setup_rules")), (board.name, "")],
    }
    return render(request, "governance/pages/rule_guide.html", context, status=status)


def _line(board: Board, rules: RulesOfProcedure, rule: str) -> tuple[RuleLine, str]:
    """The rule, and what follows from it in practice where there is something to say."""
    day = max(clock.today(), rules.valid_from)
    state = composition(board, day)
    lines = rule_lines(rules.as_rules(), rules.sources, seats=state.seats, occupied=state.held)
    said = practice(rules.as_rules(), day, seats=state.seats, occupied=state.held)
    return next(line for line in lines if line.name == rule), said.get(rule, "")

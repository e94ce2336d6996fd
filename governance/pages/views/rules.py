"""Confirming the rules of procedure of a board."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from foundation.values import DomainError
from foundation.web import clock
from governance.boards.models import Board
from governance.mandates.composition import composition
from governance.pages.forms import ConfirmForm
from governance.pages.views.shared import board_for, page
from governance.procedure.confirming import confirm
from governance.procedure.models import RulesOfProcedure
from governance.procedure.wording import RuleLine, rule_lines
from governance.rights.request import ReadingRequest


def rule_confirmation(request: ReadingRequest, slug: str, rule: str) -> HttpResponse:
    """Name where an assumed rule is written."""
    shown = board_for(request, slug, manage=True)
    today = clock.today()
    rules = get_object_or_404(RulesOfProcedure.objects.in_force(today), board=shown)
    line = _line(rules, shown, rule, today)
    form = ConfirmForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            confirm(rules=rules, rule=rule, by=request.reader.actor, now=clock.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The rule is confirmed: %(rule)s.") % {"rule": line.text})
            return redirect(f"{shown.get_absolute_url()}#regeln")
    crumbs = [(shown.name, shown.get_absolute_url()), (_("Confirm a rule"), "")]
    return page(request, "rule_confirmation", crumbs, status=status, board=shown, line=line, form=form)


def _line(rules: RulesOfProcedure, shown: Board, rule: str, today: date) -> RuleLine:
    state = composition(shown, today)
    lines = rule_lines(rules.as_rules(), rules.sources, seats=state.seats, occupied=state.held)
    line = next((line for line in lines if line.name == rule), None)
    if line is None:
        raise Http404
    return line

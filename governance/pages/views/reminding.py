"""When those who have not answered an invitation of a board are reminded."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.web import clock
from governance.boards.reminding import set_reminders
from governance.pages.setup_forms import RemindersForm
from governance.pages.views.forming import FormPage, form_page, posted
from governance.pages.views.shared import board_for
from governance.rights.request import ReadingRequest


@login_required
def reminders(request: ReadingRequest, slug: str) -> HttpResponse:
    """Days and own words; it counts for all meetings people are invited to."""
    shown = board_for(request, slug, manage=True)
    request.section = "boards"
    initial = {"first": shown.first_reminder, "second": shown.second_reminder, "text": shown.reminder_text}
    form = RemindersForm(**posted(request), initial=initial)

    def act() -> str:
        set_reminders(shown, **form.cleaned_data, by=request.reader.actor, now=clock.now())
        return _("Saved.")

    back = shown.get_absolute_url()
    crumbs = [(_("Boards"), reverse("boards")), (shown.name, back)]
    lead = _("Only who has not answered is reminded, on working days from 8 o'clock. Nobody gets two on one day.")
    return form_page(request, form, FormPage(_("Reminders"), _("Save reminders"), back, lead, crumbs), act)

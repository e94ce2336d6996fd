"""What is typed about an action item."""

from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField, ParagraphField


class ReportForm(KernForm):
    note = ParagraphField(label=_("What was done?"), max_length=2000, help_text=_("One sentence is enough."))


class ReopenForm(KernForm):
    why = LineField(label=_("What is still missing?"), max_length=300, help_text=_("The owner reads the reason."))


class DropForm(KernForm):
    reason = LineField(
        label=_("Why need it not be done any more?"), max_length=300, help_text=_("The owner reads the reason.")
    )

"""What is typed about an action item."""

from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, ParagraphField


class ReportForm(KernForm):
    note = ParagraphField(label=_("What was done?"), max_length=2000, help_text=_("One sentence is enough."))

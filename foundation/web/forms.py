"""Forms in KERN markup."""

from django.forms.renderers import TemplatesSetting


class KernRenderer(TemplatesSetting):
    """Renders fields with the templates under `templates/kern/`."""

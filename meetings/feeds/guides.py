"""How people subscribe in the calendar programmes they use, step by step."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Guide = tuple[str | Promise, tuple[str | Promise, ...]]
_COPY, _OPEN = _("Copy the address above."), _("Choose “Open in my calendar” above.")

GUIDES: tuple[Guide, ...] = (
    (
        "Outlook",
        (
            _COPY,
            _("Open the calendar and choose “Add calendar”, then “From the internet” or “Subscribe from web”."),
            _("Paste the address, choose a name and confirm."),
        ),
    ),
    (
        _("Google Calendar"),
        (
            _COPY,
            _("Open calendar.google.com in a browser; the app cannot subscribe."),
            _("Beside “Other calendars” choose the plus sign, then “From URL”."),
            _("Paste the address and choose “Add calendar”. The app shows it afterwards as well."),
        ),
    ),
    (
        _("Apple Calendar (Mac, iPhone, iPad)"),
        (
            _OPEN,
            _("Confirm the subscription. On the Mac choose “every hour” for refreshing."),
        ),
    ),
    (
        "Thunderbird",
        (
            _COPY,
            _("In the calendar choose “New calendar”, then “On the network”."),
            _("Paste the address, leave the user name empty and choose “Subscribe”."),
        ),
    ),
    (
        "Android",
        (
            _("Subscribe with Google Calendar in a browser as above: your telephone shows the dates then."),
            _("Without Google: an app such as ICSx5 takes the address."),
        ),
    ),
)

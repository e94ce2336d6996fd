"""The yearly round of the register of interests: who has not declared, and reminding them."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from foundation.almanac.periods import is_working_day
from foundation.outbox.models import Delivery
from foundation.values import BERLIN
from governance.boards.mailing import key_of, post
from governance.mandates.models import Mandate
from governance.people.models import InterestDeclaration, Person, PersonQuerySet

REMINDER = "interests_reminder"
# Month and day from which each mail goes out; one that could not is made up for a month.
STEPS = ((1, 8), (2, 1))
MADE_UP = 30
DUE = (1, 31)
FIRST_HOUR = 8


def members_on(day: date) -> PersonQuerySet:
    """People with a mandate on any board that day."""
    return Person.objects.filter(Exists(Mandate.objects.on(day).filter(person=OuterRef("pk"))))


def missing(day: date) -> PersonQuerySet:
    """Members that day who have not declared for its year."""
    declared = InterestDeclaration.objects.filter(person=OuterRef("pk"), year=day.year)
    return members_on(day).filter(~Exists(declared))


def due_on(day: date) -> date | None:
    """Until when the declaration of the year is asked for; None later in the year, when only newcomers are asked."""
    return date(day.year, *DUE) if day.month <= 3 else None


def remind_due(*, now: datetime) -> int:
    """Duty: in January and February, on working days from 08:00, who has not declared gets one mail per step.

    Later in the year the first screen reminds newcomers. Returns how many mails.
    """
    local = now.astimezone(BERLIN)
    step = _step(local.date())
    if not step or local.hour < FIRST_HOUR or not is_working_day(local.date()):
        return 0
    key = f"{REMINDER}:{local.year}:{step}"
    people = list(missing(local.date()).filter(channel=Person.Channel.MAIL).order_by("pk"))
    keys = [key_of(key, person) for person in people]
    known = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    left = [person for person in people if key_of(key, person) not in known]
    context = {
        "year": local.year,
        "due": date(local.year, *DUE),
        "late": local.date() > date(local.year, *DUE),
        "url": settings.SITE_URL + reverse("own_interests"),
    }
    return len(
        post(
            REMINDER,
            left,
            key=key,
            topic=f"interests:{local.year}",
            version=1,
            context=context,
            now=now,
            gathers=True,
        )
    )


def _step(today: date) -> int:
    """The number of the newest step that has come and is not too old, 0 for none."""
    come = [(number, date(today.year, *step)) for number, step in enumerate(STEPS, 1)]
    return max((number for number, day in come if 0 <= (today - day).days < MADE_UP), default=0)

"""All addresses: each room brings its own; what calendar programs ask for every hour is found first."""

from django.conf import settings
from django.urls import include, path

from config import health
from config.api import api

ROOMS = [
    "meetings.feeds",
    "desk.home",
    "desk.setup",
    "desk.retention",
    "desk.mydata",
    "desk.journal",
    "desk.search",
    "desk.dispatch",
    "desk.access",
    "reports.editions",
    "reports.review",
    "opinions.rounds",
    "opinions.outcomes",
    "meetings.pages",
    "meetings.earlier",
    "meetings.minutes",
    "meetings.votes",
    "meetings.sittings",
    "meetings.polls",
    "meetings.extra",
    "meetings.planning",
    "meetings.incoming",
    "meetings.invitations",
    "meetings.actions",
    "meetings.agenda",
    "meetings.absences",
    "meetings.meeting",
    "meetings.rooms",
    "participation.contributions",
    "portfolio.projects",
    "governance.pages",
    "foundation.accounts",
    "foundation.documents",
    "foundation.web",
]

urlpatterns = [
    *[path("", include(f"{room}.urls")) for room in ROOMS],
    path("api/v1/", api.urls),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("health/deep", health.deep, name="health_deep"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))

handler400 = "foundation.web.errors.bad_request"
handler403 = "foundation.web.errors.forbidden"
handler404 = "foundation.web.errors.not_found"
handler500 = "foundation.web.errors.failed"

from django.urls import URLPattern, path

from opinions.rounds.views import assessments, running

urlpatterns: list[URLPattern] = [
    path("einschaetzungen/<uuid:pk>/", assessments.opinion, name="opinion"),
    path("einschaetzungen/<uuid:pk>/pruefen/", assessments.review, name="opinion_review"),
    path("einschaetzungen/<uuid:pk>/befangen/", assessments.withdraw, name="opinion_withdraw"),
    path("stellungnahmen/neu/", running.request_round, name="round_request"),
    path("stellungnahmen/<uuid:pk>/oeffnen/", running.open_, name="round_open"),
    path("stellungnahmen/<uuid:pk>/verlaengern/", running.extend_, name="round_extend"),
    path("stellungnahmen/<uuid:pk>/schliessen/", running.close_, name="round_close"),
    path("stellungnahmen/<uuid:pk>/absagen/", running.cancel_, name="round_cancel"),
    path("stellungnahmen/<uuid:pk>/papier/<int:opinion_pk>/", running.paper, name="opinion_paper"),
]

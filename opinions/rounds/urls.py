from django.urls import URLPattern, path

from opinions.rounds import views

urlpatterns: list[URLPattern] = [
    path("einschaetzungen/", views.opinions, name="opinions"),
    path("einschaetzungen/<uuid:pk>/", views.opinion, name="opinion"),
    path("einschaetzungen/<uuid:pk>/pruefen/", views.review, name="opinion_review"),
    path("einschaetzungen/<uuid:pk>/befangen/", views.withdraw, name="opinion_withdraw"),
    path("stellungnahmen/neu/", views.request_round, name="round_request"),
    path("stellungnahmen/<uuid:pk>/oeffnen/", views.open_, name="round_open"),
    path("stellungnahmen/<uuid:pk>/verlaengern/", views.extend_, name="round_extend"),
    path("stellungnahmen/<uuid:pk>/schliessen/", views.close_, name="round_close"),
    path("stellungnahmen/<uuid:pk>/absagen/", views.cancel_, name="round_cancel"),
    path("stellungnahmen/<uuid:pk>/papier/<int:opinion_pk>/", views.paper, name="opinion_paper"),
]

"""Addresses of this room."""

from django.urls import path

from meetings.polls.views import answers, asking, by_link, fixing, prolonging

urlpatterns = [
    path("gremien/<slug:slug>/terminumfragen/", asking.polls, name="polls"),
    path("gremien/<slug:slug>/terminumfragen/neu/", asking.poll_new, name="poll_new"),
    path("gremien/<slug:slug>/terminumfragen/senden/", asking.poll_ask, name="poll_ask"),
    path("terminumfragen/<uuid:pk>/", answers.poll, name="poll"),
    path("terminumfragen/<uuid:pk>/antwort/", answers.poll_answer, name="poll_answer"),
    path("terminumfragen/<uuid:pk>/antwort/<uuid:person>/", answers.poll_answer_for, name="poll_answer_for"),
    path("terminumfragen/<uuid:pk>/eintragen/<uuid:person>/", answers.poll_enter, name="poll_enter"),
    path("terminumfragen/<uuid:pk>/weitere/", asking.poll_more, name="poll_more"),
    path("terminumfragen/<uuid:pk>/frist/", prolonging.poll_extend, name="poll_extend"),
    path("terminumfragen/<uuid:pk>/link/<uuid:person>/", prolonging.poll_link, name="poll_link"),
    path("terminumfragen/<uuid:pk>/absagen/", asking.poll_cancel, name="poll_cancel"),
    path("terminumfragen/<uuid:pk>/termine/<int:option>/", fixing.poll_fix, name="poll_fix"),
    path("terminumfragen/<uuid:pk>/termine/<int:option>/herausnehmen/", asking.poll_date_out, name="poll_date_out"),
    path("t/<str:token>/", by_link.poll_by_link, name="poll_by_link"),
]

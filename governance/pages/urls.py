"""Addresses of boards, seats, mandates and rules."""

from django.urls import path

from governance.pages.views import boards, rules, seats

urlpatterns = [
    path("gremien/", boards.boards, name="boards"),
    path("gremien/<slug:slug>/", boards.board, name="board"),
    path("gremien/<slug:slug>/sitze/<int:number>/", seats.seat, name="seat"),
    path("gremien/<slug:slug>/sitze/<int:number>/berufen/", seats.appointment, name="appointment"),
    path("gremien/<slug:slug>/sitze/<int:number>/mandate/<int:pk>/beenden/", seats.mandate_end, name="mandate_end"),
    path("gremien/<slug:slug>/regeln/<slug:rule>/bestaetigen/", rules.rule_confirmation, name="rule_confirmation"),
]

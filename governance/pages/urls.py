"""Addresses of boards, seats, mandates and rules."""

from django.urls import path

from governance.pages import views

urlpatterns = [
    path("gremien/", views.boards, name="boards"),
    path("gremien/<slug:slug>/", views.board, name="board"),
    path("gremien/<slug:slug>/sitze/<int:number>/", views.seat, name="seat"),
    path("gremien/<slug:slug>/sitze/<int:number>/berufen/", views.appointment, name="appointment"),
    path("gremien/<slug:slug>/sitze/<int:number>/mandate/<int:pk>/beenden/", views.mandate_end, name="mandate_end"),
    path("gremien/<slug:slug>/regeln/<slug:rule>/bestaetigen/", views.rule_confirmation, name="rule_confirmation"),
]

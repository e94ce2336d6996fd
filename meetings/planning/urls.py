"""Addresses of this room."""

from django.urls import path

from meetings.planning.views import moving, periods, setting, year

urlpatterns = [
    path("gremien/<slug:slug>/jahresplan/<int:year>/", year.year_plan, name="year_plan"),
    path("jahresplan/termin/<int:pk>/", moving.planned_date, name="planned_date"),
    path("jahresplan/termin/<int:pk>/freigeben/", moving.planned_date_release, name="planned_date_release"),
    path("sitzungen/<uuid:pk>/termin-bestaetigen/", setting.set_date, name="set_date"),
    path("kalender/", periods.periods, name="periods"),
    path("kalender/<int:year>.csv", periods.period_export, name="period_export"),
    path("kalender/neu/", periods.period_new, name="period_new"),
    path("kalender/liste/", periods.period_list, name="period_list"),
    path("kalender/liste/eintragen/", periods.period_list_enter, name="period_list_enter"),
    path("kalender/<int:pk>/", periods.period_change, name="period_change"),
    path("kalender/<int:pk>/herausnehmen/", periods.period_out, name="period_out"),
    path("kalender/<int:pk>/aufnehmen/", periods.period_in, name="period_in"),
]

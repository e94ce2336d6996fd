"""Addresses of this room."""

from django.urls import path

from meetings.planning.views import calendar, moving, periods, setting, year

urlpatterns = [
    path("gremien/<slug:slug>/jahresplan/<int:year>/", year.year_plan, name="year_plan"),
    path("jahreskalender/<int:year>/", calendar.year_calendar, name="year_calendar"),
    path("jahreskalender/<int:year>.pdf", calendar.year_calendar_pdf, name="year_calendar_pdf"),
    path("jahreskalender/<int:year>.ics", calendar.year_calendar_file, name="year_calendar_file"),
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

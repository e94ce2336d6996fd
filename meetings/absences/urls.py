"""Addresses of this room."""

from django.urls import path

from meetings.absences import views

urlpatterns = [
    path("abwesenheiten/", views.absences_own, name="absences_own"),
    path("abwesenheiten/<uuid:pk>/", views.absences, name="absences"),
    path("abwesenheiten/<uuid:pk>/<int:absence>/entfernen/", views.absence_remove, name="absence_remove"),
    path("abwesenheiten/<uuid:pk>/kalender/", views.absence_calendar, name="absence_calendar"),
    path("abwesenheiten/<uuid:pk>/kalender/eintragen/", views.absence_calendar_enter, name="absence_calendar_enter"),
    path("abwesenheiten/<uuid:pk>/kalender/loeschen/", views.absence_calendar_forget, name="absence_calendar_forget"),
]

"""Addresses of this room."""

from django.urls import path

from desk.journal import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal.csv", views.journal_csv, name="journal_csv"),
]

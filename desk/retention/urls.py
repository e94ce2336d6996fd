"""Addresses of this room."""

from django.urls import path

from desk.retention import views

urlpatterns = [
    path("aufbewahrung/", views.retention, name="retention"),
    path("aufbewahrung/personen/<uuid:pk>/", views.person_anonymise, name="person_anonymise"),
    path("aufbewahrung/<slug:code>/", views.retention_clear, name="retention_clear"),
    path("aufbewahrung/<slug:code>/dauer/", views.retention_period, name="retention_period"),
]

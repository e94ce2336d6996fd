"""Addresses of this room."""

from django.urls import path

from meetings.actions import views

urlpatterns = [
    path("massnahmen/", views.actions, name="actions"),
    path("massnahmen/<int:pk>/", views.action, name="action"),
]

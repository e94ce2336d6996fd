"""Addresses of this room."""

from django.urls import path

from meetings.extra import views

urlpatterns = [path("gremien/<slug:slug>/ausserordentliche-sitzung/", views.extra_meeting, name="extra_meeting")]

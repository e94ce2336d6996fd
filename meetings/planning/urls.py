"""Addresses of this room."""

from django.urls import path

from meetings.planning import views

urlpatterns = [path("gremien/<slug:slug>/jahresplan/<int:year>/", views.year_plan, name="year_plan")]

"""Addresses of this room."""

from django.urls import path

from desk.search import views

urlpatterns = [path("suche/", views.search, name="search")]

"""Addresses of this room."""

from django.urls import path

from desk.setup import views

urlpatterns = [
    path("einrichtung/", views.setup, name="setup"),
    path("einrichtung/absender/", views.mail, name="setup_mail"),
    path("einrichtung/auslassen/", views.leave_out, name="setup_leave_out"),
]

"""Addresses of this room."""

from django.urls import path

from meetings.feeds import views

urlpatterns = [
    path("konto/kalender/", views.subscriptions, name="subscriptions"),
    path("konto/kalender/<int:pk>/beenden/", views.subscription_end, name="subscription_end"),
    path("termine/", views.public_dates, name="public_dates"),
    path("kalender/oeffentlich.ics", views.public_feed, name="public_feed"),
    path("kalender/oeffentlich/<slug:slug>.ics", views.public_feed, name="public_board_feed"),
    path("kalender/<uuid:person>/<str:secret>.ics", views.feed, name="feed"),
    path("kalender/<uuid:person>/<slug:slug>/<str:secret>.ics", views.feed, name="board_feed"),
    path("kalender/<uuid:person>/fuer/<uuid:principal>/<str:secret>.ics", views.feed, name="principal_feed"),
]

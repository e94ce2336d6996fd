"""Addresses of this room."""

from django.urls import path

from meetings.rooms import views

urlpatterns = [
    path("raeume/", views.rooms, name="rooms"),
    path("raeume/neu/", views.room_new, name="room_new"),
    path("raeume/<int:pk>/", views.room, name="room"),
    path("raeume/<int:pk>/bearbeiten/", views.room_change, name="room_change"),
    path("raeume/<int:pk>/aufgeben/", views.room_retire, name="room_retire"),
    path("raeume/<int:pk>/wieder-nutzen/", views.room_use_again, name="room_use_again"),
    path("gremien/<slug:slug>/ort/", views.usual_place, name="usual_place"),
]

"""Addresses of this room."""

from django.urls import path

from meetings.incoming import views

urlpatterns = [
    path("posteingang/", views.inbox, name="inbox"),
    path("posteingang/<uuid:pk>/", views.message, name="message"),
    path("posteingang/<uuid:pk>/original/", views.original, name="message_original"),
    path("posteingang/<uuid:pk>/nachfragen/", views.ask_again, name="message_ask"),
    path("posteingang/<uuid:pk>/erledigt/", views.leave, name="message_leave"),
    path("posteingang/<uuid:pk>/wieder-vorlegen/", views.reopen, name="message_reopen"),
]

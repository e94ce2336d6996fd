"""Addresses of this room."""

from django.urls import path

from meetings.invitations import views

urlpatterns = [
    path("a/neuer-link/", views.reply_link, name="reply_link"),
    path("a/<str:token>/", views.reply, name="reply"),
    path("a/<str:token>/gespeichert/", views.reply_saved, name="reply_saved"),
    path("a/<str:token>/termin.ics", views.reply_calendar, name="reply_calendar"),
    path("sitzungen/<uuid:pk>/antwort/", views.reply_own, name="reply_own"),
    path("sitzungen/<uuid:pk>/antwort/<uuid:person>/", views.reply_for, name="reply_for"),
    path("sitzungen/<uuid:pk>/termin.ics", views.meeting_calendar, name="meeting_calendar"),
    path("sitzungen/<uuid:pk>/teilnahme/", views.attendance, name="meeting_attendance"),
    path("sitzungen/<uuid:pk>/teilnahme/<int:invitation_pk>/", views.phone_reply, name="phone_reply"),
    path("sitzungen/<uuid:pk>/einladung/", views.invite, name="invite"),
    path("sitzungen/<uuid:pk>/einladung/mail/<uuid:person>/", views.invitation_preview, name="invitation_preview"),
    path("sitzungen/<uuid:pk>/einladung/aendern/", views.meeting_change, name="meeting_change"),
    path("sitzungen/<uuid:pk>/einladung/absagen/", views.meeting_cancel, name="meeting_cancel"),
]

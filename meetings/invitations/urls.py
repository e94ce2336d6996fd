"""Addresses of this room."""

from django.urls import path

from meetings.invitations.views import announcing, attendance, by_link, changing, replies, sending, stopping

INVITING = "sitzungen/<uuid:pk>/einladung/"

urlpatterns = [
    path("a/neuer-link/", by_link.reply_link, name="reply_link"),
    path("a/<str:token>/", by_link.reply, name="reply"),
    path("a/<str:token>/gespeichert/", by_link.reply_saved, name="reply_saved"),
    path("a/<str:token>/termin.ics", by_link.reply_calendar, name="reply_calendar"),
    path("sitzungen/<uuid:pk>/antwort/", replies.reply_own, name="reply_own"),
    path("sitzungen/<uuid:pk>/antwort/<uuid:person>/", replies.reply_for, name="reply_for"),
    path("sitzungen/<uuid:pk>/termin.ics", replies.meeting_calendar, name="meeting_calendar"),
    path("sitzungen/<uuid:pk>/teilnahme/", attendance.attendance, name="meeting_attendance"),
    path("sitzungen/<uuid:pk>/ladungsnachweis.pdf", attendance.notice_proof, name="notice_proof"),
    path("sitzungen/<uuid:pk>/teilnahme/erinnern/", attendance.remind, name="remind"),
    path("sitzungen/<uuid:pk>/teilnahme/unterlagen/", announcing.announce, name="documents_announce"),
    path("sitzungen/<uuid:pk>/teilnahme/<int:invitation_pk>/", attendance.phone_reply, name="phone_reply"),
    path(INVITING, sending.invite, name="invite"),
    path(
        "sitzungen/<uuid:pk>/einladung/vorschau/<uuid:person>/", sending.invitation_letter, name="invitation_letter"
    ),
    path(INVITING + "mail/<uuid:person>/", sending.invitation_preview, name="invitation_preview"),
    path(INVITING + "versand/", stopping.mails_progress, name="mails_progress"),
    path(INVITING + "anhalten/", stopping.mails_stop, name="mails_stop"),
    path(INVITING + "senden/", stopping.mails_send, name="mails_send"),
    path(INVITING + "zuruecknehmen/", stopping.mails_take_back, name="mails_take_back"),
    path(INVITING + "neu-ansetzen/", changing.meeting_reactivate, name="meeting_reactivate"),
    path(INVITING + "aendern/", changing.meeting_change, name="meeting_change"),
    path(INVITING + "absagen/", changing.meeting_cancel, name="meeting_cancel"),
]

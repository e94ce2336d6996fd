"""Addresses of this room."""

from django.urls import path

from meetings.agenda import views

urlpatterns = [
    path("sitzungen/<uuid:pk>/tagesordnung/", views.agenda_edit, name="agenda_edit"),
    path("sitzungen/<uuid:pk>/tagesordnung/neu/", views.item_add, name="agenda_item_add"),
    path("sitzungen/<uuid:pk>/tagesordnung/<int:item_pk>/", views.item_edit, name="agenda_item"),
    path("sitzungen/<uuid:pk>/tagesordnung/<int:item_pk>/entfernen/", views.item_remove, name="agenda_item_remove"),
    path("sitzungen/<uuid:pk>/tagesordnung.pdf", views.agenda_pdf, name="agenda_pdf"),
    path("freigabe/tagesordnung/<str:token>/", views.release_by_link, name="release_by_link"),
    path("themen/", views.proposals, name="proposals"),
    path("themen/<int:pk>/ablehnen/", views.proposal_reject, name="proposal_reject"),
]

"""Addresses of this room."""

from django.urls import path

from meetings.agenda.views import by_link, draft, items, topics

urlpatterns = [
    path("sitzungen/<uuid:pk>/tagesordnung/", draft.agenda_edit, name="agenda_edit"),
    path("sitzungen/<uuid:pk>/tagesordnung/neu/", items.item_add, name="agenda_item_add"),
    path("sitzungen/<uuid:pk>/tagesordnung/<int:item_pk>/", items.item_edit, name="agenda_item"),
    path("sitzungen/<uuid:pk>/tagesordnung/<int:item_pk>/entfernen/", items.item_remove, name="agenda_item_remove"),
    path("sitzungen/<uuid:pk>/tagesordnung.pdf", draft.agenda_pdf, name="agenda_pdf"),
    path("freigabe/tagesordnung/<str:token>/", by_link.release_by_link, name="release_by_link"),
    path("themen/", topics.proposals, name="proposals"),
    path("themen/<int:pk>/ablehnen/", topics.proposal_reject, name="proposal_reject"),
]

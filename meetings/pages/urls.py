from django.urls import path

from meetings.pages import live, views

urlpatterns = [
    path("sitzungen/", views.meetings, name="meetings"),
    path("sitzungen/<uuid:pk>/", views.meeting, name="meeting"),
    path("sitzungen/<uuid:pk>/befangenheit/", views.recusal, name="recusal"),
    path("sitzungen/<uuid:pk>/leitung/", live.page, name="live"),
    path("sitzungen/<uuid:pk>/leitung/massnahme/", live.action, name="live_action"),
    path("sitzungen/<uuid:pk>/leitung/gast/", live.guest, name="live_guest"),
    path("sitzungen/<uuid:pk>/leitung/top/<int:position>/", live.entry, name="live_item"),
]

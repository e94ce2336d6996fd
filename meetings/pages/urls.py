from django.urls import path

from meetings.pages.views import entries, live, meetings, recusals

urlpatterns = [
    path("sitzungen/", meetings.meetings, name="meetings"),
    path("sitzungen/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("sitzungen/<uuid:pk>/befangenheit/", recusals.recusal, name="recusal"),
    path("sitzungen/<uuid:pk>/leitung/", live.live, name="live"),
    path("sitzungen/<uuid:pk>/leitung/massnahme/", entries.live_action, name="live_action"),
    path("sitzungen/<uuid:pk>/leitung/gast/", entries.live_guest, name="live_guest"),
    path("sitzungen/<uuid:pk>/leitung/zeiten/", entries.live_times, name="live_times"),
    path("sitzungen/<uuid:pk>/leitung/top/<int:position>/", entries.live_item, name="live_item"),
]

from django.urls import path

from meetings.pages import views

urlpatterns = [
    path("sitzungen/", views.meetings, name="meetings"),
    path("sitzungen/<uuid:pk>/", views.meeting, name="meeting"),
    path("sitzungen/<uuid:pk>/befangenheit/", views.recusal, name="recusal"),
    path("sitzungen/<uuid:pk>/leitung/", views.live, name="live"),
    path("sitzungen/<uuid:pk>/leitung/massnahme/", views.live_action, name="live_action"),
    path("sitzungen/<uuid:pk>/leitung/gast/", views.live_guest, name="live_guest"),
    path("sitzungen/<uuid:pk>/leitung/top/<int:position>/", views.live_item, name="live_item"),
]

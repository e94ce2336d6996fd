from django.urls import path

from meetings.earlier import views

urlpatterns = [
    path("einrichtung/fruehere-sitzungen/", views.earlier, name="setup_earlier"),
    path(
        "einrichtung/fruehere-sitzungen/<uuid:pk>/zuruecknehmen/",
        views.earlier_take_back,
        name="setup_earlier_take_back",
    ),
    path("sitzungen/<uuid:pk>/niederschrift/", views.earlier_minutes, name="earlier_minutes"),
]

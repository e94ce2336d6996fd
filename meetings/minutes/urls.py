from django.urls import path

from meetings.minutes.views import by_link, minutes

urlpatterns = [
    path("sitzungen/<uuid:pk>/protokoll/", minutes.minutes, name="meeting_minutes"),
    path("sitzungen/<uuid:pk>/protokoll/pdf/", minutes.pdf, name="minutes_pdf"),
    path("freigabe/protokoll/<str:token>/", by_link.sign_off_by_link, name="sign_off_by_link"),
]

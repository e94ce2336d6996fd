from django.urls import path

from meetings.minutes import views

urlpatterns = [
    path("sitzungen/<uuid:pk>/protokoll/", views.minutes, name="meeting_minutes"),
    path("sitzungen/<uuid:pk>/protokoll/pdf/", views.pdf, name="minutes_pdf"),
    path("freigabe/protokoll/<str:token>/", views.sign_off_by_link, name="sign_off_by_link"),
]

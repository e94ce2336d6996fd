from django.urls import path

from meetings.votes import views

urlpatterns = [path("sitzungen/<uuid:pk>/beschluesse/", views.decisions, name="meeting_decisions")]

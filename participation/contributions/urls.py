from django.urls import path

from participation.contributions import views

urlpatterns = [path("beteiligung/", views.contributions, name="contributions")]

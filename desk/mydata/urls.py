"""Addresses of this room."""

from django.urls import path

from desk.mydata import views

urlpatterns = [
    path("meine-daten/", views.my_data, name="my_data"),
    path("meine-daten.json", views.my_data_json, name="my_data_json"),
    path("meine-daten.pdf", views.my_data_pdf, name="my_data_pdf"),
]

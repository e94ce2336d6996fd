"""Addresses of this room."""

from django.urls import path, re_path

from desk.access import views

urlpatterns = [
    path("konten/", views.account_list, name="account_list"),
    path("konten/<int:pk>/", views.account_detail, name="account_detail"),
    re_path(
        rf"^konten/(?P<pk>\d{{1,18}})/(?P<word>{'|'.join(views.STEPS)})/$", views.account_step, name="account_step"
    ),
]

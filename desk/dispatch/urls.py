"""Addresses of this room."""

from django.urls import path

from desk.dispatch import views

urlpatterns = [
    path("dokumente/", views.documents, name="documents"),
    path("versandnachweis/", views.dispatches, name="dispatches"),
    path("versandnachweis/<uuid:pk>/", views.dispatch_detail, name="dispatch_detail"),
    path("versandnachweis/<uuid:pk>/mail/", views.dispatch_mail, name="dispatch_mail"),
    path("versandnachweis/<uuid:pk>/brief.pdf", views.dispatch_letter, name="dispatch_letter"),
    path("versandnachweis/<uuid:pk>/erneut/", views.dispatch_again, name="dispatch_again"),
]

"""Pages every visitor may see: legal notices, help, and how pages look."""

from django.urls import path
from django.views.i18n import set_language

from foundation.web import views

urlpatterns = [
    path("ansicht/", views.view_settings, name="view_settings"),
    path("sprache/", set_language, name="set_language"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("impressum/", views.imprint, name="imprint"),
    path("leichte-sprache/", views.easy_language, name="easy_language"),
    path("gebaerdensprache/", views.sign_language, name="sign_language"),
]

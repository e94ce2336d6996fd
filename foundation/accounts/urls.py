"""Login and account. allauth reverses the names that begin with `account_`."""

from django.urls import path

from foundation.accounts import views

urlpatterns = [
    path("anmelden/", views.AddressView.as_view(), name="account_login"),
    path("anmelden/", views.AddressView.as_view(), name="account_request_login_code"),
    path("anmelden/code/", views.CodeView.as_view(), name="account_confirm_login_code"),
    path("anmelden/gesperrt/", views.InactiveView.as_view(), name="account_inactive"),
    path("abmelden/", views.LeaveView.as_view(), name="account_logout"),
    path("konto/", views.account, name="account"),
    path("konto/schluessel/", views.create_key, name="account_key_create"),
    path("konto/schluessel/<int:pk>/widerrufen/", views.revoke_key, name="account_key_revoke"),
]

"""Login and account. allauth reverses the names that begin with `account_`, `mfa_`, `openid_`, `socialaccount_`."""

from django.urls import path

from foundation.accounts.views import account, devices, factors, login

OIDC = {"provider_id": "oidc"}

urlpatterns = [
    path("anmelden/", login.AddressView.as_view(), name="account_login"),
    path("anmelden/", login.AddressView.as_view(), name="account_request_login_code"),
    path("anmelden/code/", login.CodeView.as_view(), name="account_confirm_login_code"),
    path("anmelden/passkey/", login.PasskeyView.as_view(), name="mfa_login_webauthn"),
    path("anmelden/zweiter-faktor/", login.FactorView.as_view(), name="mfa_authenticate"),
    path("anmelden/verzeichnis/", login.to_directory, OIDC, name="openid_connect_login"),
    path("anmelden/verzeichnis/antwort/", login.from_directory, OIDC, name="openid_connect_callback"),
    path("anmelden/verzeichnis/abgebrochen/", login.directory_cancelled, name="socialaccount_login_cancelled"),
    path("anmelden/gesperrt/", login.InactiveView.as_view(), name="account_inactive"),
    path("abmelden/", login.LeaveView.as_view(), name="account_logout"),
    path("konto/", account.account, name="account"),
    path("konto/anmeldung/", factors.index, name="mfa_index"),
    path("konto/anmeldung/app/", factors.AppView.as_view(), name="mfa_activate_totp"),
    path("konto/anmeldung/app/entfernen/", factors.AppRemovalView.as_view(), name="mfa_deactivate_totp"),
    path("konto/anmeldung/passkey/", factors.PasskeyView.as_view(), name="mfa_add_webauthn"),
    path("konto/anmeldung/passkey/<int:pk>/", factors.PasskeyRemovalView.as_view(), name="mfa_remove_webauthn"),
    path("konto/anmeldung/ersatzcodes/", factors.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path("konto/anmeldung/ersatzcodes/datei/", factors.CodesFileView.as_view(), name="mfa_download_recovery_codes"),
    path("konto/anmeldung/ersatzcodes/neu/", factors.NewCodesView.as_view(), name="mfa_generate_recovery_codes"),
    path("konto/bestaetigen/", factors.AgainView.as_view(), name="mfa_reauthenticate"),
    path("konto/bestaetigen/passkey/", factors.PasskeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("konto/vertrauliches/", account.confidential, name="account_confidential"),
    path("konto/anmeldungen/andere/beenden/", account.end_other_logins, name="account_logins_end"),
    path("konto/anmeldungen/<slug:mark>/beenden/", account.end_login, name="account_login_end"),
    path("konto/geraete/<int:pk>/vergessen/", account.forget_device, name="account_device_forget"),
    path("konto/schluessel/", account.api_keys, name="account_keys"),
    path("konto/schluessel/<int:pk>/widerrufen/", account.revoke_key, name="account_key_revoke"),
    path("geraet/", devices.device, name="device"),
    path("geraet/code/", devices.device_code, name="device_code"),
]

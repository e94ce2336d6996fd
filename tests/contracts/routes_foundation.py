"""Notices, how pages look, login and account, and the API's own addresses."""

from tests.contracts.test_routes import ROLES

PUBLIC = dict.fromkeys(ROLES, 200)
ONLY_POST = dict.fromkeys(ROLES, 405)
NEEDS_LOGIN = PUBLIC | {"anonymous": 302}
POST_AFTER_LOGIN = ONLY_POST | {"anonymous": 302}
NOTHING_YET = dict.fromkeys(ROLES, 404) | {"anonymous": 302}
NO_FACTOR = dict.fromkeys(ROLES, 403) | {"anonymous": 302}
ADMINISTRATION = NOTHING_YET | {"secretariat": 200, "admin": 200}
FOR_STRANGERS = dict.fromkeys(ROLES, 302) | {"anonymous": 200}

ROWS = {
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "imprint": PUBLIC,
    "easy_language": PUBLIC,
    "sign_language": PUBLIC,
    "view_settings": ONLY_POST,
    "set_language": dict.fromkeys(ROLES, 302),
    "account_login": FOR_STRANGERS,
    "account_request_login_code": FOR_STRANGERS,
    "account_confirm_login_code": dict.fromkeys(ROLES, 302),
    "account_inactive": PUBLIC,
    "account_logout": NEEDS_LOGIN,
    "account": NEEDS_LOGIN,
    "account_keys": NEEDS_LOGIN,
    "account_login_end": POST_AFTER_LOGIN,
    "account_logins_end": POST_AFTER_LOGIN,
    "account_device_forget": POST_AFTER_LOGIN,
    "mfa_login_webauthn": dict.fromkeys(ROLES, 302),
    "mfa_authenticate": dict.fromkeys(ROLES, 302),
    "mfa_index": NEEDS_LOGIN,
    "mfa_activate_totp": NEEDS_LOGIN,
    "mfa_deactivate_totp": NOTHING_YET,
    "mfa_add_webauthn": NEEDS_LOGIN,
    "mfa_remove_webauthn": NOTHING_YET,
    "mfa_view_recovery_codes": NOTHING_YET,
    "mfa_download_recovery_codes": NOTHING_YET,
    "mfa_generate_recovery_codes": NEEDS_LOGIN,
    "mfa_reauthenticate": NO_FACTOR,
    "mfa_reauthenticate_webauthn": NO_FACTOR,
    "openid_connect_login": dict.fromkeys(ROLES, 404),
    "openid_connect_callback": dict.fromkeys(ROLES, 404),
    "socialaccount_login_cancelled": PUBLIC,
    "device": dict.fromkeys(ROLES, 404),
    "device_code": dict.fromkeys(ROLES, 404),
    "account_list": ADMINISTRATION,
    "account_detail": ADMINISTRATION,
    "account_step": ADMINISTRATION,
    "account_key_revoke": POST_AFTER_LOGIN,
    "api-1:openapi-json": PUBLIC,
    "api-1:api_docs": PUBLIC,
    "api-1:me": PUBLIC,
    "api-1:api-root": dict.fromkeys(ROLES, 404),
}


def kwargs(world) -> dict[str, dict[str, object]]:
    user = {"pk": world.former.user.pk}
    return {
        "account_key_revoke": {"pk": 1},
        "account_login_end": {"mark": "x"},
        "account_device_forget": {"pk": 1},
        "mfa_remove_webauthn": {"pk": 1},
        "openid_connect_login": {"provider_id": "oidc"},
        "openid_connect_callback": {"provider_id": "oidc"},
        "account_detail": user,
        "account_step": user | {"word": "schliessen"},
    }

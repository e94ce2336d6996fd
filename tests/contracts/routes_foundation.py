"""Notices, how pages look, login and account, and the API's own addresses."""

from tests.contracts.test_routes import ROLES

PUBLIC = dict.fromkeys(ROLES, 200)
ONLY_POST = dict.fromkeys(ROLES, 405)
NEEDS_LOGIN = PUBLIC | {"anonymous": 302}
POST_AFTER_LOGIN = ONLY_POST | {"anonymous": 302}
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
    "account_key_create": POST_AFTER_LOGIN,
    "account_key_revoke": POST_AFTER_LOGIN,
    "api-1:openapi-json": PUBLIC,
    "api-1:api_docs": PUBLIC,
    "api-1:me": PUBLIC,
    "api-1:api-root": dict.fromkeys(ROLES, 404),
}


def kwargs(world) -> dict[str, dict[str, object]]:
    return {"account_key_revoke": {"pk": 1}}

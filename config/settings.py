"""All settings in one file: production by default, every value from the environment is typed.

`docs/configuration.md` lists what `ENVIRONMENT` reads; a test compares the two.
"""

from pathlib import Path

import environ
from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.schedule import DUTIES as DUTIES

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = {
    "SECRET_KEY": (str, ""),
    "SECRET_KEY_FALLBACKS": (list, []),
    "JOURNAL_KEY": (str, ""),
    "SITE_URL": (str, ""),
    "ALLOWED_HOSTS": (list, ["localhost"]),
    "DEBUG": (bool, False),
    "DEMO": (bool, False),
    "DATABASE_URL": (str, ""),
    "REDIS_URL": (str, ""),
    "EMAIL_URL": (str, ""),
    "MAIL_FROM": (str, ""),
    "IMAP_URL": (str, ""),
    "MAIL_AUTHSERV_ID": (str, ""),
    "VAR_DIR": (str, str(BASE_DIR / "var")),
    "ALLAUTH_TRUSTED_PROXY_COUNT": (int, 0),
    "DELIVERY_LEASE_SECONDS": (int, 900),
    "SMTP_TIMEOUT_SECONDS": (int, 600),
    "DELIVERY_GRACE_SECONDS": (int, 120),
    "DELIVERY_RETRY_SECONDS": (int, 120),
    "DELIVERY_LOOK_SECONDS": (int, 30),
    "HEALTH_TOKEN": (str, ""),
    "BACKUP_DIR": (str, ""),
    "OIDC_NAME": (str, ""),
    "OIDC_ISSUER": (str, ""),
    "OIDC_CLIENT_ID": (str, ""),
    "OIDC_CLIENT_SECRET": (str, ""),
    "CLOCK": (str, ""),
}
env = environ.FileAwareEnv(**ENVIRONMENT)

DEBUG = env("DEBUG")
DEMO = env("DEMO")
SITE_URL = (env("SITE_URL") or ("http://localhost:8000" if DEMO or DEBUG else "")).rstrip("/")
if not SITE_URL:
    raise ImproperlyConfigured("SITE_URL is empty. Set the address people reach, or DEMO=true for a trial.")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
VAR_DIR = Path(env("VAR_DIR"))
CLOCK = env("CLOCK")

SECRET_KEY = env("SECRET_KEY") or ("open-demo-key-without-any-secret" if DEMO or DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is empty. Set a long random value, or DEMO=true for a trial.")
SECRET_KEY_FALLBACKS = env("SECRET_KEY_FALLBACKS")
JOURNAL_KEY = env("JOURNAL_KEY") or SECRET_KEY

INSTALLED_APPS = [
    "config",
    "demo",
    "desk.home",
    "desk.setup",
    "desk.retention",
    "desk.mydata",
    "desk.journal",
    "desk.search",
    "desk.dispatch",
    "desk.access",
    "reports.review",
    "reports.editions",
    "reports.figures",
    "opinions.outcomes",
    "opinions.rounds",
    "meetings.pages",
    "meetings.earlier",
    "meetings.minutes",
    "meetings.votes",
    "meetings.sittings",
    "meetings.polls",
    "meetings.extra",
    "meetings.planning",
    "meetings.incoming",
    "meetings.invitations",
    "meetings.actions",
    "meetings.agenda",
    "meetings.absences",
    "meetings.meeting",
    "meetings.rooms",
    "participation.contributions",
    "portfolio.projects",
    "portfolio.strategy",
    "governance.pages",
    "governance.rights",
    "governance.mandates",
    "governance.procedure",
    "governance.boards",
    "governance.people",
    "foundation.accounts",
    "foundation.outbox",
    "foundation.documents",
    "foundation.almanac",
    "foundation.retention",
    "foundation.journal",
    "foundation.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "foundation.web.middleware.viewing",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.reading",
    "config.middleware.logins",
    "config.middleware.second_factor",
    "config.middleware.refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "foundation.web.templatetags.gremia",
            ],
        },
    },
]
FORM_RENDERER = "foundation.web.forms.KernRenderer"

DATABASES = {"default": env.db_url_config(env("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'gremia.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file, because an in-memory database reports journal_mode=memory and hides what production does.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    )
}

# Mail. Deliveries of the outbox and the login codes share one address; capture:// keeps both on the machine.
# A demo never sends; anything else says how, so that no proof of dispatch stands for a mail that stayed here.
EMAIL_URL = "capture://" if DEMO else env("EMAIL_URL") or ("capture://" if DEBUG else "")
MAIL_FROM = env("MAIL_FROM") or ("gremien@localhost" if DEMO or DEBUG else "")
if not (EMAIL_URL and MAIL_FROM):
    raise ImproperlyConfigured("EMAIL_URL and MAIL_FROM are empty. Set both, or DEMO=true for a trial.")
DEFAULT_FROM_EMAIL = MAIL_FROM
if EMAIL_URL.startswith("capture:"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "login-mail"
else:
    # django-environ reads smtps:// as STARTTLS; here, as in the outbox, it means TLS from the first byte.
    vars().update(env.email_url_config(EMAIL_URL.replace("smtps://", "smtp+ssl://", 1)))
EMAIL_TIMEOUT = 20
IMAP_URL = "" if DEMO else env("IMAP_URL")
if IMAP_URL and not IMAP_URL.startswith(("imaps://", "imap+tls://", "imap://")):
    raise ImproperlyConfigured("IMAP_URL begins with imaps://, imap+tls:// or imap://.")
MAIL_AUTHSERV_ID = env("MAIL_AUTHSERV_ID") or ("demo" if DEMO else "")
DELIVERY_LEASE_SECONDS = env("DELIVERY_LEASE_SECONDS")
SMTP_TIMEOUT_SECONDS = env("SMTP_TIMEOUT_SECONDS")
DELIVERY_GRACE_SECONDS = env("DELIVERY_GRACE_SECONDS")
DELIVERY_RETRY_SECONDS = env("DELIVERY_RETRY_SECONDS")
DELIVERY_LOOK_SECONDS = env("DELIVERY_LOOK_SECONDS")

# For a monitor (config/watching.py).
HEALTH_TOKEN = env("HEALTH_TOKEN")
BACKUP_DIR = env("BACKUP_DIR")
if DELIVERY_LEASE_SECONDS <= SMTP_TIMEOUT_SECONDS:
    raise ImproperlyConfigured("DELIVERY_LEASE_SECONDS must exceed SMTP_TIMEOUT_SECONDS, else a mail goes out twice.")

# Kinds of mail that say all there is to know about their topic: older ones of whatever kind are not sent once more.
OVERTAKING_MAILS = [
    "invitation",
    "change",
    "cancellation",
    "withdrawal",
    "reactivation",
    "date_changed",
    "date_poll_cancelled",
    "opinion_cancelled",
]

# Dotted paths where an act below needs rows from above (docs/architecture.md).
AGENDA_SOURCES = [
    "meetings.agenda.sources.standing_items",
    "meetings.agenda.sources.adjourned_items",
    "meetings.agenda.sources.accepted_proposals",
    "meetings.agenda.sources.vacant_seats",
    "meetings.extra.sources.matter",
    "meetings.actions.sources.open_actions",
    "meetings.minutes.sources.unapproved_minutes",
    "opinions.rounds.sources.opinion_rounds",
    "opinions.outcomes.sources.answers",
    "reports.editions.sources.report",
]
MANDATE_EFFECTS = [
    "meetings.invitations.ending.invitations",
    "meetings.polls.ending.polls",
    "meetings.actions.ending.action_items",
    "opinions.rounds.ending.open_opinions",
    "governance.rights.ending.access",
]
# What a mandate that rests brings with it; each is asked with the last day before.
SUSPENSION_EFFECTS = [
    "meetings.invitations.ending.invitations",
    "opinions.rounds.ending.open_opinions",
    "governance.rights.ending.access",
]
# What the end of a deputy's time brings with it; each is asked with the last day.
DEPUTY_EFFECTS = ["governance.rights.ending.deputising"]
# What an API key may be made for; config/api.py says which route needs which.
API_SCOPES = [
    ("read", _("read what you may read")),
    ("reply", _("answer invitations in your name")),
    ("opinion", _("give assessments in your name")),
    ("office", _("change boards and rules in your name")),
    ("contact", _("change your own contact data")),
]

# What items are about, with reasons that go on changing after the release: each
# `(items, reader) -> {item pk: meetings.agenda.subjects.Subject}`, in one query.
ITEM_SUBJECTS = [
    "meetings.minutes.sources.subjects",
    "opinions.rounds.sources.subjects",
    "opinions.outcomes.sources.subjects",
    "reports.editions.sources.subjects",
]

# The picture at the head of each printed document, as bytes of a PNG.
PRINTED_LOGO = "governance.boards.presenting.printed_logo"

# What the search looks through (`foundation/searching.Source`), in the order of equal hits.
SEARCH_SOURCES = [
    "governance.boards.searching.BOARDS",
    "governance.mandates.searching.SEATS",
    "governance.mandates.searching.PEOPLE",
    "portfolio.projects.searching.PROJECTS",
    "portfolio.projects.searching.NOTES",
    "portfolio.projects.searching.GUIDELINES",
    "participation.contributions.searching.CONTRIBUTIONS",
    "meetings.meeting.searching.MEETINGS",
    "meetings.agenda.searching.ITEMS",
    "meetings.agenda.searching.TOPICS",
    "meetings.votes.searching.VOTES",
    "meetings.minutes.searching.SENT",
    "meetings.minutes.searching.DRAFTS",
    "meetings.actions.searching.ACTIONS",
    "opinions.rounds.searching.ROUNDS",
    "opinions.outcomes.searching.OPINIONS",
    "opinions.outcomes.searching.DISSENTS",
    "opinions.outcomes.searching.RECOMMENDATIONS",
    "opinions.outcomes.searching.ANSWERS",
    "reports.editions.searching.REPORTS",
    "reports.editions.searching.SENT",
    "reports.editions.searching.DRAFTS",
]

# Why the vote on an item must stay as it is: each says it in a sentence (meetings/votes/correcting.py).
CORRECTION_GUARDS = [
    "meetings.minutes.approving.approved_by",
    "meetings.minutes.approving.signed",
    "opinions.outcomes.consolidating.recorded_from",
]

# What the page of a board says of it besides: each `(board, rules, reader, now) -> Iterable[str]`, in one query.
BOARD_NOTES = ["meetings.planning.watching.notes"]

# What became of boards' opinions: each `(opinions, reader) -> (pk, day, sentence, address)`, only what is seen.
ADVICE_STATEMENTS = ["reports.editions.statements.statements"]

# What is kept for how long (foundation/retention), and what upper rooms forget when a person is anonymised.
RETENTION_KINDS = [
    "foundation.accounts.retention.LINKS",
    "foundation.outbox.retention.DELIVERIES",
    "foundation.outbox.retention.MESSAGES",
    "meetings.minutes.retention.DRAFTS",
    "meetings.agenda.retention.TOPICS",
    "meetings.agenda.retention.RECUSALS",
    "meetings.absences.retention.ABSENCES",
    "meetings.polls.retention.VOTES",
    "opinions.outcomes.retention.ASSESSMENTS",
    "opinions.outcomes.retention.WITHDRAWALS",
    "governance.mandates.retention.RESTS",
    "governance.mandates.anonymising.FORMER",
    "foundation.retention.kinds.JOURNAL",
]
ANONYMISING = [
    "meetings.agenda.retention.forget_reasons",
    "meetings.absences.retention.forget_absences",
    "opinions.outcomes.retention.forget_reasons",
    "governance.mandates.retention.forget_reasons",
    "meetings.invitations.forgetting.forget_notes",
]

# Triggers that stand around every migrate (foundation/guards.py).
DATABASE_GUARDS = [
    "foundation.journal.guards.GUARDS",
    "governance.boards.guards.GUARDS",
    "governance.procedure.guards.GUARDS",
    "governance.mandates.guards.GUARDS",
    "portfolio.projects.guards.GUARDS",
    "meetings.absences.guards.GUARDS",
    "meetings.sittings.guards.GUARDS",
    "meetings.votes.guards.GUARDS",
    "meetings.polls.guards.GUARDS",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["governance.people.backends.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "foundation.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "device_code": "3/10m/key,10/d/key,20/m/ip",
    "reply_link": "20/m/ip",
    "calendar": "20/h/user",
    "feed": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env("ALLAUTH_TRUSTED_PROXY_COUNT")
NINJA_NUM_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT
MFA_ADAPTER = "foundation.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Gremia"

# Single sign-on with the city's directory: existing accounts only, found by an address the directory has verified.
SOCIALACCOUNT_ADAPTER = "foundation.accounts.adapter.DirectoryAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_LOGIN_ON_GET = False
OIDC_NAME = env("OIDC_NAME") or "Single Sign-on"
OIDC_ISSUER = env("OIDC_ISSUER").rstrip("/")
if OIDC_ISSUER and not env("OIDC_CLIENT_ID"):
    raise ImproperlyConfigured("OIDC_ISSUER is set, but OIDC_CLIENT_ID is empty.")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", BASE_DIR / "node_modules" / "@kern-ux" / "native" / "dist"),
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "documents"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_COOKIES = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "foundation.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
CSRF_FAILURE_VIEW = "foundation.web.errors.form_expired"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # A browser holds the redirect to the directory against this list, too.
        "form-action": [SELF, *(["/".join(OIDC_ISSUER.split("/")[:3])] if OIDC_ISSUER else [])],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"masked": {"()": "foundation.web.masking.MaskedFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# Celery: rows are the truth, the broker only carries nudges (docs/architecture.md, "Work outside requests").
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT = None if REDIS_URL else "config.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600, "socket_timeout": 10, "socket_connect_timeout": 2, "max_retries": 1}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR_DIR / "broker"),
        "data_folder_out": str(VAR_DIR / "broker"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "polling_interval": 0.05,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# From the folder one message would be fetched at each look, so that many at once would wait for many looks.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1 if REDIS_URL else 4
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

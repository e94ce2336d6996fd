"""Logins, personal links, remembered devices and API keys. A login is not a person: people stand in
`governance/people`.
"""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64encode
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "") -> "User":
        """A login without a password: entry is by a code sent to `email`."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def key(self) -> str:
        return f"user:{self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """There is no password to change; a session lasts as long as the address it was opened with."""
        return hmac.new(
            (secret or settings.SECRET_KEY).encode(), f"session:{self.password}:{self.email}".encode(), hashlib.sha256
        ).hexdigest()


class Session(AbstractBaseSession):
    """What one browser holds; with a user it is a login, which can be listed and ended."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @property
    def mark(self) -> str:
        """Names the session on a page without giving its key away."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> type:
        store: type = import_module(settings.SESSION_ENGINE).SessionStore
        return store


def _nonce() -> str:
    return get_random_string(32)


class PersonalLink(models.Model):
    """A link one holder may use for one purpose on one subject, without login.

    It grants nothing by itself: the page behind it still asks the rule. Its address is `id` plus a MAC over the
    nonce, so it can be printed again in a reminder, is stable per (purpose, subject, holder) and can be revoked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    holder = models.CharField(max_length=80)
    nonce = models.CharField(max_length=32, default=_nonce)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "subject", "holder"], name="one_link_per_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject} {self.holder}"

    @property
    def token(self) -> str:
        """The secret part of the address: 22 characters of id, 32 of MAC."""
        return urlsafe_b64encode(self.id.bytes).decode().rstrip("=") + self.mac(settings.SECRET_KEY)

    def mac(self, secret: str) -> str:
        digest = hmac.new(secret.encode(), f"{self.id}:{self.nonce}".encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest[:24]).decode()


class LiveQuerySet(models.QuerySet["RememberedDevice"]):
    def live(self, now: datetime) -> "LiveQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now)


class RememberedDevice(models.Model):
    """A browser whose owner typed a code sent to the holder's address; only the SHA-256 of its secret is stored."""

    holder = models.CharField(max_length=80, db_index=True)
    sha256 = models.CharField(max_length=64)
    device = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    last_used_on = models.DateField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "holder"], name="one_row_per_device_and_holder"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="device_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.device}"


class DeviceCode(models.Model):
    """The latest code sent to a holder, as a MAC: six digits are guessed too fast from a plain digest."""

    holder = models.CharField(max_length=80, unique=True)
    mac = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.holder


class ApiKey(models.Model):
    """A bearer key of a user; only its SHA-256 is stored. `proven`: its login had shown a second factor."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    proven = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(revoked_at=None), name="one_active_key_per_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class FeedQuerySet(models.QuerySet["Feed"]):
    def live(self) -> "FeedQuerySet":
        return self.filter(revoked_at=None)


class Feed(models.Model):
    """A calendar address that programs subscribe to: whoever knows it reads the dates of its holder, without login.

    It grants nothing by itself: what it shows is asked for its holder each time. Only the SHA-256 of its secret is
    stored. `subject` narrows it (empty: every date); `detailed` adds more than time, title and place. `tag` names
    what was read last, `changed_at` when it was read first: rights begin without an hour, so nothing else tells.
    """

    holder = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5)
    detailed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    last_read_on = models.DateField(null=True, blank=True)
    tag = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "subject"], condition=Q(revoked_at=None), name="one_live_feed_per_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.subject}"

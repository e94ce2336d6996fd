"""Logins, personal links and API keys. A login is not a person: people stand in `governance/people`."""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64encode

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
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


class ApiKey(models.Model):
    """A bearer key of a user; only its SHA-256 is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

"""What happens around every `migrate`: triggers come down before it; they and the search indexes stand after it."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate

from foundation import guards, searching


class HouseConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # Django tells only apps with models, each in its turn; one is enough, whole migrations lie in between.
        one = apps.get_app_config("journal")
        pre_migrate.connect(guards.take_down, sender=one, dispatch_uid="guards")
        post_migrate.connect(guards.put_up, sender=one, dispatch_uid="guards")
        post_migrate.connect(searching.put_up, sender=one, dispatch_uid="searching")

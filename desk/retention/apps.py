from django.apps import AppConfig


class RetentionPageConfig(AppConfig):
    name = "desk.retention"
    label = "desk_retention"

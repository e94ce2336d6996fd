from django.apps import AppConfig


class JournalPageConfig(AppConfig):
    name = "desk.journal"
    label = "desk_journal"

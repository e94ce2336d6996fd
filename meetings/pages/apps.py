from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "meetings.pages"
    label = "meetings_pages"

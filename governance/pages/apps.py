from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "governance.pages"
    label = "governance_pages"

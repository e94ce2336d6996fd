from django.urls import path

from portfolio.projects import views

urlpatterns = [
    path("projekte/", views.projects, name="projects"),
    path("projekte/<slug:key>/", views.project, name="project"),
]

from django.urls import path

from reports.editions import views

urlpatterns = [
    path("berichte/", views.reports, name="reports"),
    path("berichte/neu/", views.start, name="report_start"),
    path("berichte/<uuid:pk>/bearbeiten/", views.edit, name="report_edit"),
    path("berichte/<uuid:pk>/einreichen/", views.submit, name="report_submit"),
    path("berichte/<uuid:pk>/zurueckziehen/", views.withdraw, name="report_withdraw"),
    path("berichte/<uuid:pk>/veroeffentlichen/", views.publish, name="report_publish"),
    path("berichte/<uuid:pk>/aenderungen/", views.changes, name="report_changes"),
    path("berichte/<uuid:pk>/bericht.pdf", views.pdf, name="report_pdf"),
]

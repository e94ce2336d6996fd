from django.urls import path

from reports.review import views

urlpatterns = [
    path("berichte/<uuid:pk>/", views.report, name="report"),
    path("berichte/<uuid:pk>/anmerkung/", views.comment, name="report_comment"),
    path("berichte/<uuid:pk>/anmerkung/<int:comment>/antwort/", views.answer, name="report_comment_answer"),
    path("berichte/<uuid:pk>/anmerkung/<int:comment>/erledigt/", views.resolve, name="report_comment_resolve"),
    path("berichte/<uuid:pk>/zurueckgeben/", views.return_, name="report_return"),
    path("berichte/<uuid:pk>/freigeben/", views.approve, name="report_approve"),
    path("berichte/<uuid:pk>/gesehen/", views.mark_seen, name="report_seen"),
]

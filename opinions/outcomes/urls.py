from django.urls import URLPattern, path

from opinions.outcomes import views

urlpatterns: list[URLPattern] = [
    path("stellungnahmen/", views.rounds, name="rounds"),
    path("stellungnahmen/<uuid:pk>/", views.round_, name="round"),
    path("stellungnahmen/<uuid:pk>/entwurf/", views.edit, name="outcome_edit"),
    path("stellungnahmen/aus-sitzung/<int:pk>/", views.from_item, name="outcome_from_item"),
    path("wirkung/", views.effect, name="effect"),
    path("wirkung/<int:pk>/", views.outcome, name="outcome"),
    path("wirkung/<int:pk>/versenden/", views.circulate, name="outcome_circulate"),
    path("wirkung/<int:pk>/sondervotum/", views.dissent, name="outcome_dissent"),
    path("wirkung/<int:pk>/sondervotum/zurueckziehen/", views.withdraw_dissent, name="outcome_dissent_withdraw"),
    path("wirkung/<int:pk>/festlegen/", views.adopt, name="outcome_adopt"),
    path("wirkung/<int:pk>/stellungnahme.pdf", views.pdf, name="outcome_pdf"),
    path("freigabe/stellungnahme/<str:token>/", views.adopt_by_link, name="adopt_by_link"),
    path("wirkung/empfehlung/<int:pk>/antwort/", views.answer, name="outcome_answer"),
]

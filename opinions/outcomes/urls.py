from django.urls import URLPattern, path

from opinions.outcomes.views import adopting, answers, dissents, effect, owed, rounds, writing

urlpatterns: list[URLPattern] = [
    path("einschaetzungen/", owed.opinions, name="opinions"),
    path("stellungnahmen/", rounds.rounds, name="rounds"),
    path("stellungnahmen/<uuid:pk>/", rounds.round_, name="round"),
    path("stellungnahmen/<uuid:pk>/entwurf/", writing.edit, name="outcome_edit"),
    path("stellungnahmen/aus-sitzung/<int:pk>/", writing.from_item, name="outcome_from_item"),
    path("wirkung/", effect.effect, name="effect"),
    path("wirkung/<int:pk>/", effect.outcome, name="outcome"),
    path("wirkung/<int:pk>/versenden/", writing.circulate, name="outcome_circulate"),
    path("wirkung/<int:pk>/sondervotum/", dissents.dissent, name="outcome_dissent"),
    path("wirkung/<int:pk>/sondervotum/zurueckziehen/", dissents.withdraw_dissent, name="outcome_dissent_withdraw"),
    path("wirkung/<int:pk>/festlegen/", adopting.adopt, name="outcome_adopt"),
    path("wirkung/<int:pk>/stellungnahme.pdf", effect.pdf, name="outcome_pdf"),
    path("freigabe/stellungnahme/<str:token>/", adopting.adopt_by_link, name="adopt_by_link"),
    path("wirkung/empfehlung/<int:pk>/antwort/", answers.answer, name="outcome_answer"),
]

from django.urls import path

from demo import views

urlpatterns = [
    path("anmelden/", views.demo_login, name="demo_login"),
    path("antwort/<uuid:pk>/", views.demo_reply, name="demo_reply"),
    path("zustellung/<uuid:pk>/", views.demo_mail_link, name="demo_mail_link"),
]

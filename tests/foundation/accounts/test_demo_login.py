"""The role picker exists in the demonstration and nowhere else."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, include, path, reverse

from config import urls as product
from demo.people import PEOPLE
from foundation.accounts.models import User


class Demonstration:
    """The addresses with DEMO=true."""

    urlpatterns = [*product.urlpatterns, path("demo/", include("demo.urls"))]
    handler400, handler403 = product.handler400, product.handler403
    handler404, handler500 = product.handler404, product.handler500


@pytest.fixture
def secretary(world):
    [email] = [one.email for one in PEOPLE if one.key == "wendt"]
    return User.objects.create_user(email, "Carla Wendt")


def test_outside_the_demonstration_the_address_does_not_exist(secretary, client):
    with pytest.raises(NoReverseMatch):
        reverse("demo_login")
    assert client.post("/demo/anmelden/", {"email": secretary.email}).status_code == 404
    assert "In dieser Rolle ansehen" not in client.get("/anmelden/").content.decode()


@override_settings(DEMO=True, ROOT_URLCONF=Demonstration)
def test_one_button_per_role_logs_in(secretary, client):
    page = client.get("/anmelden/?next=/impressum/").content.decode()
    assert page.count("In dieser Rolle ansehen") == 4
    assert f'value="{secretary.email}"' in page
    answer = client.post("/demo/anmelden/", {"email": secretary.email, "next": "/impressum/"})
    assert answer["Location"] == "/impressum/"
    assert client.session["_auth_user_id"] == str(secretary.pk)


@override_settings(DEMO=True, ROOT_URLCONF=Demonstration)
def test_only_the_shown_roles_open(world, secretary, client):
    for email in [world.admin.email, "", "x" * 10_000, "\x00"]:
        assert client.post("/demo/anmelden/", {"email": email}).status_code == 404
    assert client.get("/demo/anmelden/").status_code == 405
    assert "_auth_user_id" not in client.session

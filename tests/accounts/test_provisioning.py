import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from accounts.services.provisioning import ensure_superuser

pytestmark = pytest.mark.django_db


def test_the_superuser_of_the_settings_is_made_once(option):
    option("SUPERUSER", "root")
    option("SUPERUSER_PASSWORD", "secret")
    made = ensure_superuser()
    assert ensure_superuser() == made == User.objects.get()
    assert made.is_superuser
    assert made.is_active
    assert made.check_password("secret")


def test_an_existing_password_stays(option):
    User.objects.create_superuser("langflow", "mine")
    option("SUPERUSER_PASSWORD", "other")
    assert ensure_superuser().check_password("mine")


def test_auto_login_needs_no_password_and_stores_none(option):
    option("AUTO_LOGIN", True)
    assert not ensure_superuser().has_usable_password()


def test_a_password_given_later_is_set_where_there_was_none(option):
    option("AUTO_LOGIN", True)
    ensure_superuser()
    option("SUPERUSER_PASSWORD", "secret")
    assert ensure_superuser().check_password("secret")


def test_a_server_that_nobody_could_enter_does_not_start():
    with pytest.raises(ImproperlyConfigured, match="LANGFLOW_SUPERUSER_PASSWORD"):
        ensure_superuser()


def test_another_superuser_will_do():
    User.objects.create_superuser("root", "secret")
    assert ensure_superuser() is None


def test_an_ordinary_user_is_not_made_superuser(option):
    User.objects.create_user("langflow", "mine")
    option("SUPERUSER_PASSWORD", "secret")
    with pytest.raises(ImproperlyConfigured, match="ordinary user"):
        ensure_superuser()

"""Make sure that somebody can sign in. The serve command calls this before it listens."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.models import User


@transaction.atomic
def ensure_superuser() -> User | None:
    """Return the superuser that the settings name, made if need be; None where another superuser stands in.

    Raise ImproperlyConfigured where nobody could sign in. An existing password is never touched.
    """
    options = settings.LANGFLOW
    user = User.objects.select_for_update().filter(username=options.SUPERUSER).first()
    if user is None:
        return _create_superuser()
    if not user.is_superuser:
        raise ImproperlyConfigured(
            f"LANGFLOW_SUPERUSER names '{options.SUPERUSER}', who is an ordinary user. Name another one."
        )
    if options.SUPERUSER_PASSWORD and not user.has_usable_password():
        user.set_password(options.SUPERUSER_PASSWORD)
        user.save(update_fields=["password", "updated_at"])
    return user


def _create_superuser() -> User | None:
    """Without a password in the settings the account gets none: auto login needs none (see backends.py)."""
    options = settings.LANGFLOW
    if options.SUPERUSER_PASSWORD or options.AUTO_LOGIN:
        password = make_password(options.SUPERUSER_PASSWORD or None)
        rights = {"is_active": True, "is_superuser": True}
        # Processes that start together must agree on one account.
        return User.objects.get_or_create(username=options.SUPERUSER, defaults={**rights, "password": password})[0]
    if User.objects.active_superusers().exists():
        return None
    raise ImproperlyConfigured(
        "Nobody could sign in: set LANGFLOW_SUPERUSER_PASSWORD (the user is LANGFLOW_SUPERUSER, by default "
        "'langflow'), or make a superuser with 'python manage.py createsuperuser'."
    )

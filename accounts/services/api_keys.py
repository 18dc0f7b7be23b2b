"""Make and remove API keys."""

import logging
import secrets
import uuid

from accounts.authentication import hash_of
from accounts.encryption import encrypt
from accounts.errors import ApiKeyNotFound
from accounts.models import ApiKey, User

logger = logging.getLogger(__name__)

HINT_LENGTH = 8


def create_api_key(*, user: User, name: str | None) -> tuple[ApiKey, str]:
    """Return a new key's row and its text, which is never to be seen again."""
    text = f"sk-{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(user=user, name=name, key_hash=hash_of(text), hint=text[:HINT_LENGTH])
    logger.info("User %r made the API key %s…", user.username, row.hint)
    return row, text


def delete_api_key(*, user: User, api_key_id: uuid.UUID) -> None:
    deleted, _ = ApiKey.objects.owned_by(user).filter(pk=api_key_id).delete()
    if not deleted:
        raise ApiKeyNotFound
    logger.info("User %r deleted the API key %s.", user.username, api_key_id)


def save_store_api_key(*, user: User, api_key: str) -> None:
    """Keep the user's key to the component store."""
    user.store_api_key = encrypt(api_key)
    user.save(update_fields=["store_api_key", "updated_at"])

"""Passwords of accounts that were migrated from Langflow. The first sign-in hashes them anew, with Django's default."""

import bcrypt
from django.contrib.auth.hashers import BCryptPasswordHasher

BCRYPT_BYTES = 72


class LangflowPasswordHasher(BCryptPasswordHasher):
    """bcrypt as Langflow used it: bytes past the 72nd do not count. Newer bcrypt libraries refuse them instead."""

    def encode(self, password: str, salt: bytes | str) -> str:
        salt = salt.encode("ascii") if isinstance(salt, str) else salt
        return as_django_hash(bcrypt.hashpw(password.encode()[:BCRYPT_BYTES], salt).decode("ascii"))


def as_django_hash(langflow_hash: str) -> str:
    """Return the hash column of Langflow's user table in the form that Django stores."""
    return f"{LangflowPasswordHasher.algorithm}${langflow_hash}"

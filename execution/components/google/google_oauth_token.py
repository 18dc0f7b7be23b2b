"""Google OAuth Token: credentials with a fresh token, for the components that ask Google. Kept for older flows."""

from __future__ import annotations

import re

from execution.components.files import text_of_file
from execution.components.google_account import Account
from execution.components.search_services import listed
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import FileInput, MultilineInput, Output
from execution.engine.values import Data

_FIELD = "Credentials File"
_SCOPE = re.compile(
    r"https://www\.googleapis\.com/auth/[\w.-]+|(https://)?(mail\.google\.com/|www\.google\.com/[\w/]+)"
)


class ScopesInvalid(EngineError, ValueError):
    """What the token is for is no scope of Google's."""

    code = "scopes_invalid"
    message = "Invalid scope format: '{scope}'."


class GoogleOAuthToken(Component):
    """Renew a token of Google's."""

    display_name = "Google OAuth Token"
    description = "Gets a token of Google's for an account whose credentials are in a file."
    documentation = "https://developers.google.com/identity/protocols/oauth2/web-server"
    icon = "Google"
    legacy = True
    is_trusted_only = True

    inputs = [
        MultilineInput(
            name="scopes",
            display_name="Scopes",
            info="What the token shall be good for: scopes of Google's, separated by commas.",
            required=True,
        ),
        FileInput(
            name="oauth_credentials",
            display_name=_FIELD,
            info="The key of a service account, or what Google's sign-in wrote: client, secret and refresh token.",
            file_types=["json"],
            required=True,
        ),
    ]
    outputs = [
        Output(name="output", display_name="Output", method="build_output"),
    ]

    async def build_output(self) -> Data:
        """Return the credentials with a fresh token."""
        scopes = listed(self.scopes)
        wrong = [scope for scope in scopes if not _SCOPE.fullmatch(scope)]
        if wrong or not scopes:
            raise ScopesInvalid(scope=", ".join(wrong))
        account = Account.parse(await text_of_file(self.run, self.oauth_credentials), field=_FIELD)
        return Data(data=await account.renewed(self.run, scopes))

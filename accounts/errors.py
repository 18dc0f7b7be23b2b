"""What goes wrong with accounts. The texts are those of the reference where clients compare them."""

from typing import Any

from langflow_site.common.errors import NotFound, Refused, ServerError, Unacceptable


class InvalidToken(ServerError):
    """The bearer token is not one of ours, was changed, or has expired."""

    status_code = 401
    code = "invalid_token"
    message = "Invalid token"
    headers = {"WWW-Authenticate": "Bearer"}


class WrongKindOfToken(InvalidToken):
    """The token is ours and good, but for something else: a refresh token opens no route."""

    code = "wrong_kind_of_token"
    message = "Invalid token type"


class TokenRevoked(InvalidToken):
    """The token was ours once: its session ended, or its user is gone."""

    code = "token_revoked"
    message = "Token authentication failed"


class AccountInactive(InvalidToken):
    """The token is good, its user was switched off."""

    code = "account_inactive"
    message = "User account is inactive"


class InvalidRefreshToken(ServerError):
    """The refresh token is missing, wrong, used before, or its session ended."""

    status_code = 401
    code = "invalid_refresh_token"
    message = "Invalid refresh token"
    headers = {"WWW-Authenticate": "Bearer"}


class InvalidApiKey(Refused):
    """Nobody has this key."""

    code = "invalid_api_key"
    message = "Invalid API key"


class ApiKeyRejected(Refused):
    """The key exists; its user was switched off."""

    code = "api_key_rejected"
    message = "API key authentication failed"


class ApiKeyRequired(Refused):
    """The route serves API keys only, and none came."""

    code = "api_key_required"
    message = "An API key must be passed as query or header"


class UnknownApiKey(Refused):
    """What routes that serve API keys only say to a key nobody has."""

    code = "invalid_api_key"
    message = "Invalid or missing API key"


class CrossSiteRequest(Refused):
    """A page of another site made the browser send its cookies along."""

    code = "cross_site_request"
    message = "Cookies are not accepted from pages of other sites. Send a bearer token or an API key."


class NotSuperuser(Refused):
    code = "not_superuser"
    message = "The user doesn't have enough privileges"


class PermissionDenied(Refused):
    code = "permission_denied"
    message = "Permission denied"


class IncorrectCredentials(ServerError):
    """User name or password is wrong; which of them stays untold."""

    status_code = 401
    code = "incorrect_credentials"
    message = "Incorrect username or password"
    headers = {"WWW-Authenticate": "Bearer"}


class WaitingForApproval(Unacceptable):
    """The account was never active; a superuser has to switch it on."""

    code = "waiting_for_approval"
    message = "Waiting for approval"


class InactiveUser(Unacceptable):
    """The account signed in before and was switched off since."""

    status_code = 401
    code = "inactive_user"
    message = "Inactive user"


class TooManyAttempts(ServerError):
    """Sign-in failed too often in the last minute, for this name or from this address."""

    status_code = 429
    code = "too_many_attempts"
    message = "Too many failed sign-ins. Try again in a minute."
    headers = {"Retry-After": "60"}


class AutoLoginDisabled(Refused):
    """The server wants a user name and a password."""

    code = "auto_login_disabled"
    message = "Auto login is disabled."

    @property
    def detail(self) -> dict[str, Any]:
        return {"message": str(self), "auto_login": False}


class SignUpDisabled(Refused):
    code = "sign_up_disabled"
    message = "Sign-up is disabled. Ask a superuser for an account."


class UsernameTaken(Unacceptable):
    code = "username_taken"
    message = "This username is unavailable."


class UserNotFound(NotFound):
    message = "User not found"


class PasswordNotChangedHere(Unacceptable):
    """Users change their own password by the route that is for it."""

    code = "password_not_changed_here"
    message = "You can't change your password here"


class PasswordUnchanged(Unacceptable):
    code = "password_unchanged"
    message = "You can't use your current password"


class PasswordOfAnother(NotFound):
    code = "password_of_another"
    message = "You can't change another user's password"


class PasswordRequired(Unacceptable):
    code = "password_required"
    message = "Password is required for password reset"


class OwnAccountStays(Unacceptable):
    code = "own_account_stays"
    message = "You can't delete your own user account"


class LastSuperuserStays(Unacceptable):
    """Somebody has to be able to run the server."""

    code = "last_superuser_stays"
    message = "This is the last active superuser. Make another user superuser first."


class ApiKeyNotFound(Unacceptable):
    """400, as the reference answers for an unknown key."""

    code = "api_key_not_found"
    message = "API Key not found"


class VariableNotFound(NotFound):
    code = "variable_not_found"
    message = "Variable not found"


class UnknownVariable(NotFound):
    """A flow names a variable its user does not have."""

    code = "unknown_variable"
    message = "{name} variable not found."


class VariableNameTaken(Unacceptable):
    code = "variable_name_taken"
    message = "Variable name already exists"


class VariableIncomplete(Unacceptable):
    """`what` is the part that is empty: name, value, or name and value."""

    code = "variable_incomplete"
    message = "Variable {what} cannot be empty"


class ProviderRefusesValue(Unacceptable):
    """The variable is a provider's key or address, and the provider was asked."""

    code = "provider_refuses_value"
    message = "{reason}"


class SecretStaysSecret(Unacceptable):
    """Else a change of type would show the value to whoever may change it."""

    code = "secret_stays_secret"
    message = "A credential becomes another type only together with a new value"


class SecretUnreadable(ServerError):
    """No secret key of this server opens the stored value."""

    code = "secret_unreadable"
    message = "A stored secret cannot be decrypted: it was written with a secret key this server no longer has."

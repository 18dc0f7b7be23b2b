"""Wire shapes of accounts: pydantic for what comes in, DRF for what goes out."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.http import QueryDict
from drf_spectacular.utils import extend_schema_serializer
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from rest_framework import serializers

from accounts.encryption import decrypt
from accounts.models import ApiKey, User, Variable
from langflow_site.common.errors import RequestInvalid
from langflow_site.common.models import as_written
from langflow_site.common.requests import STORABLE, JsonObject, RequestBody, RequestQuery, Text, given
from langflow_site.common.rows import Columns, read_rows
from langflow_site.common.serializers import TimestampField, as_timestamp


def not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("string_blank", "Input should not be blank")
    return text


def _email(text: str) -> str:
    """Return the address with its host in small letters; names before the @ may tell large ones apart."""
    try:
        validate_email(address := text.strip())
    except ValidationError:
        raise PydanticCustomError("value_error", "value is not a valid email address") from None
    name, _, host = address.rpartition("@")
    return f"{name}@{host.lower()}"


Name = Annotated[str, Field(max_length=1024), STORABLE]
Username = Annotated[str, Field(min_length=1, max_length=255), STORABLE, AfterValidator(not_blank)]
Password = Annotated[str, Field(min_length=1, max_length=4096), STORABLE]  # a longer one would be hashed at our expense
Email = Annotated[str, Field(max_length=254), STORABLE, AfterValidator(_email)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class LoginForm(RequestBody):
    """The form of OAuth2's password grant."""

    grant_type: str | None = Field(default=None, pattern="^password$")
    username: Text
    password: Text = Field(max_length=4096)

    @classmethod
    def parse(cls, form: QueryDict) -> Self:
        """Empty fields count as missing, and a missing one has no input to show."""
        try:
            return super().parse({name: value for name, value in form.items() if value})
        except RequestInvalid as error:
            raise RequestInvalid([_without_input(problem) for problem in error.problems]) from None


def _without_input(problem: dict[str, Any]) -> dict[str, Any]:
    return {**problem, "input": None} if problem["type"] == "missing" else problem


class NewUser(RequestBody):
    username: Username
    password: Password
    optins: JsonObject | None = None


class UserChanges(RequestBody):
    username: Username | None = None
    profile_image: Annotated[str, Field(max_length=255), STORABLE] | None = None
    password: Annotated[str, Field(max_length=4096), STORABLE] | None = None
    is_active: bool | None = None
    is_superuser: bool | None = None
    optins: JsonObject | None = None

    def changes(self) -> Mapping[str, Any]:
        """Return what was sent; null stands for "leave it", except for the picture, which it takes away.

        So does an empty password: forms send one where nobody typed any.
        """
        sent = {name: value for name, value in given(self).items() if value is not None or name == "profile_image"}
        return {name: value for name, value in sent.items() if name != "password" or value}


class PasswordReset(RequestBody):
    password: Annotated[str, Field(max_length=4096)] | None = None


class NewRegistration(RequestBody):
    email: Email


class UsersQuery(RequestQuery):
    skip: Count = 0
    limit: Count = 10


class NewApiKey(RequestBody):
    name: Name | None = None


class StoreApiKey(RequestBody):
    api_key: Text


class NewVariable(RequestBody):
    name: Name
    value: Text
    default_fields: list[Text] | None
    type: Annotated[str, Field(max_length=255), STORABLE] | None = None


class VariableChanges(RequestBody):
    id: uuid.UUID
    name: Name | None = None
    value: Text | None = None
    default_fields: list[Text] | None = None
    type: Annotated[str, Field(max_length=255), STORABLE] | None = None

    def changes(self) -> Mapping[str, Any]:
        """Return what was sent; null stands for "leave it"."""
        return {name: value for name, value in given(self).items() if value is not None and name != "id"}


class TokensSerializer(serializers.Serializer[Any]):
    access_token = serializers.CharField()
    refresh_token = serializers.CharField(allow_null=True)
    token_type = serializers.CharField(default="bearer")


class MessageSerializer(serializers.Serializer[Any]):
    message = serializers.CharField()


class RegistrationSerializer(serializers.ModelSerializer[User]):
    email = serializers.EmailField(source="registered_email")
    registered_at = TimestampField(suffix="+00:00")

    class Meta:
        model = User
        fields = ("email", "registered_at")


class RegisteredSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()


class DetailSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()


class UserSerializer(serializers.ModelSerializer[User]):
    create_at = TimestampField(source="created_at")
    updated_at = TimestampField()
    last_login_at = TimestampField(source="last_login", allow_null=True)
    store_api_key = serializers.SerializerMethodField(help_text="Stars if there is one.")

    class Meta:
        model = User
        fields = (
            "id",
            "username",
            "profile_image",
            "store_api_key",
            "is_active",
            "is_superuser",
            "create_at",
            "updated_at",
            "last_login_at",
            "optins",
        )

    def get_store_api_key(self, user: User) -> str | None:
        return "*" * 8 if user.store_api_key else None


class UpdatedUserSerializer(UserSerializer):
    """After an update the reference writes this one time with its zone."""

    updated_at = TimestampField(suffix="Z")


@extend_schema_serializer(many=False)
class UsersPageSerializer(serializers.Serializer[Any]):
    total_count = serializers.IntegerField()
    users = UserSerializer(many=True)


class SessionSerializer(serializers.Serializer[Any]):
    authenticated = serializers.BooleanField()
    user = UserSerializer(allow_null=True)
    store_api_key = serializers.CharField(allow_null=True, help_text="Always null.")


def masked_key(hint: str) -> str:
    return hint + "*" * 38


class NewApiKeySerializer(serializers.ModelSerializer[ApiKey]):
    """The only answer that holds the key itself; the view hands it in as the context's `text`."""

    api_key = serializers.SerializerMethodField()
    last_used_at = TimestampField(allow_null=True)

    class Meta:
        model = ApiKey
        fields = ("name", "last_used_at", "total_uses", "is_active", "id", "api_key", "user_id")

    def get_api_key(self, key: ApiKey) -> str:
        return str(self.context["text"])


class ApiKeySerializer(NewApiKeySerializer):
    created_at = TimestampField()

    class Meta:
        model = ApiKey
        fields = ("name", "last_used_at", "total_uses", "is_active", "id", "api_key", "user_id", "created_at")

    def get_api_key(self, key: ApiKey) -> str:
        return masked_key(key.hint)


@extend_schema_serializer(many=False)
class ApiKeysSerializer(serializers.Serializer[Any]):
    total_count = serializers.IntegerField()
    user_id = serializers.UUIDField()
    api_keys = ApiKeySerializer(many=True)


_API_KEY_COLUMNS: Columns = {
    "id": as_written("id"),
    "user_id": as_written("user_id"),
    **{name: name for name in ("name", "last_used_at", "total_uses", "is_active", "hint", "created_at")},
}


def api_key_rows(keys: QuerySet[ApiKey]) -> Iterator[dict[str, Any]]:
    """Give the keys as ApiKeySerializer does, in a fifth of the time."""
    for row in read_rows(keys, _API_KEY_COLUMNS):
        used_at = row["last_used_at"] and as_timestamp(row["last_used_at"])
        masked = masked_key(row.pop("hint"))
        yield {**row, "api_key": masked, "last_used_at": used_at, "created_at": as_timestamp(row["created_at"])}


class VariableSerializer(serializers.ModelSerializer[Variable]):
    """One variable; `variable_rows` gives many."""

    value = serializers.CharField(source="readable_value", allow_null=True, help_text="Null for credentials.")
    validation_error = serializers.CharField(default=None, allow_null=True)
    is_valid = serializers.SerializerMethodField(  # type: ignore[assignment]  # the wire's name
        help_text="True for keys of providers; else null."
    )

    class Meta:
        model = Variable
        fields = ("id", "name", "type", "value", "default_fields", "validation_error", "is_valid")

    def get_is_valid(self, variable: Variable) -> bool | None:
        return None


_VARIABLE_COLUMNS: Columns = {
    "id": as_written("id"),
    **{name: name for name in ("name", "type", "encrypted_value", "default_fields")},
}


def variable_rows(variables: QuerySet[Variable], keys_of_providers: Collection[str]) -> Iterator[dict[str, Any]]:
    """Give the variables as VariableSerializer does; a credential is valid where its name is a provider's key's."""
    for row in read_rows(variables, _VARIABLE_COLUMNS):
        is_secret, encrypted = row["type"] == Variable.Type.CREDENTIAL, row.pop("encrypted_value")
        value = None if is_secret else decrypt(encrypted)
        is_valid = (is_secret and row["name"] in keys_of_providers) or None
        yield {**row, "value": value, "validation_error": None, "is_valid": is_valid}

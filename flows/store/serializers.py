"""Wire shapes of the store. On the wire an item is a "component", also where it is a flow."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any

from drf_spectacular.utils import extend_schema_serializer
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from rest_framework import serializers

from flows.serializers import DrawnGraph
from flows.store.models import SharedItem, Tag
from langflow_site.common.pagination import PageNumber
from langflow_site.common.requests import STORABLE, RequestBody, RequestQuery, Text, given

MAX_PAGE_SIZE = 100

SORTS = {
    "name": "name",
    "count(liked_by)": "likes_count",
    "liked_by_count": "likes_count",
    "count(downloads)": "downloads_count",
    "downloads_count": "downloads_count",
    "date_created": "created_at",
    "date_updated": "updated_at",
}
"""What lists can be sorted by, and by which column; a minus in front turns the order round."""

COLUMNS = {"private": "is_private"}
"""Where the row has another name than the wire."""


def _words(parts: list[str]) -> list[str]:
    """Clients repeat a parameter, or separate by commas, or both."""
    return [word for part in parts for word in part.split(",") if word]


def _sorts(parts: list[str]) -> list[str]:
    return [_column(word.strip()) for word in _words(parts)]


def _column(word: str) -> str:
    name = word.removeprefix("-")
    if name not in SORTS:
        raise PydanticCustomError("sort_unknown", "Lists can be sorted by {names}", {"names": ", ".join(SORTS)})
    return ("-" if name != word else "") + SORTS[name]


Words = Annotated[list[Text], AfterValidator(_words)]
Sorts = Annotated[list[Text], AfterValidator(_sorts)]


class ItemToShare(RequestBody):
    """What a client sends to share something, and to update it."""

    name: Annotated[str, Field(min_length=1, max_length=1024), STORABLE]
    description: Text | None
    data: DrawnGraph
    tags: list[Text] | None
    """Ids or names."""
    parent: uuid.UUID | None = None
    is_component: bool | None
    last_tested_version: Annotated[str, Field(max_length=64), STORABLE] | None = None
    private: bool | None = True

    def fields(self) -> Mapping[str, Any]:
        """Return what was sent, by the names of the columns."""
        return {COLUMNS.get(name, name): value for name, value in given(self).items()}


class CatalogueQuery(RequestQuery):
    component_id: uuid.UUID | None = None
    search: Text | None = None
    private: bool | None = None
    is_component: bool | None = None
    tags: Words = []
    sort: Sorts = ["-likes_count"]
    liked: bool = False
    filter_by_user: bool = False
    fields: Words = []
    page: PageNumber = 1
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] = 10


class TagSerializer(serializers.ModelSerializer[Tag]):
    class Meta:
        model = Tag
        fields = ("id", "name")


class OwnerSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()


class SharedItemSerializer(serializers.ModelSerializer[SharedItem]):
    """An item in lists. Where the context names `fields`, the others are null."""

    liked_by_count = serializers.IntegerField(source="likes_count")
    liked_by_user = serializers.BooleanField(source="is_liked")
    metadata = serializers.DictField(source="contents", help_text="How many components of each type, and in all.")
    user_created = OwnerSerializer(source="user")
    tags = TagSerializer(many=True)
    private = serializers.BooleanField(source="is_private")

    class Meta:
        model = SharedItem
        fields = (
            "id",
            "name",
            "description",
            "liked_by_count",
            "liked_by_user",
            "is_component",
            "metadata",
            "user_created",
            "tags",
            "downloads_count",
            "last_tested_version",
            "private",
        )

    def to_representation(self, item: SharedItem) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(item)
        # Clients may name what stands inside, as in `tags.name`.
        wanted = {field.partition(".")[0] for field in self.context.get("fields", ())}
        return {name: value if name in wanted or not wanted else None for name, value in shown.items()}


@extend_schema_serializer(many=False)
class CatalogueSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    authorized = serializers.BooleanField(help_text="You saved a store key.")
    results = SharedItemSerializer(many=True)


class DownloadSerializer(serializers.ModelSerializer[SharedItem]):
    data = serializers.DictField()  # type: ignore[assignment]  # hides Serializer.data, as the metaclass does
    metadata = serializers.DictField(source="contents")

    class Meta:
        model = SharedItem
        fields = ("id", "name", "description", "data", "is_component", "metadata")


class SharedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class LikesSerializer(serializers.Serializer[Any]):
    likes_count = serializers.IntegerField()
    liked_by_user = serializers.BooleanField(source="is_liked")


class LikedItemSerializer(LikesSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class StoreStateSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()


class StoreKeySerializer(serializers.Serializer[Any]):
    has_api_key = serializers.BooleanField()
    is_valid = serializers.BooleanField()  # type: ignore[assignment]  # the wire's name

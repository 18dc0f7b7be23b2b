"""The HTTP edge of the store."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from accounts.selectors import has_readable_store_key
from flows.store import selectors, services
from flows.store.errors import StoreKeyNeededForLikes, StoreKeyNeededForOwnItems
from flows.store.permissions import MayLook, TakesPart
from flows.store.serializers import (
    CatalogueQuery,
    CatalogueSerializer,
    DownloadSerializer,
    ItemToShare,
    LikedItemSerializer,
    LikesSerializer,
    SharedSerializer,
    StoreKeySerializer,
    StoreStateSerializer,
    TagSerializer,
)
from langflow_site.common.openapi import query_parameters, refusals, uuid_in_path
from langflow_site.common.requests import json_body, path_uuid

COMPONENT_ID = uuid_in_path("component_id")
MAY_BE_OFF = refusals(404)
"""The store, or the item that something is made of. Routes with an item's id say so by themselves."""


class StoreView(APIView):
    """Is there a store? Editors ask before they know who signs in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="check_store", responses=StoreStateSerializer)
    def get(self, request: Request) -> Response:
        """Tell whether this server has a store."""
        return Response({"enabled": settings.LANGFLOW.STORE})


class StoreKeyView(APIView):
    @extend_schema(operation_id="check_store_key", responses=StoreKeySerializer)
    def get(self, request: SignedInRequest) -> Response:
        """Tell whether you saved a store key, and whether the server can still read it."""
        has_key = bool(request.user.store_api_key)
        return Response({"has_api_key": has_key, "is_valid": has_readable_store_key(request.user)})


class TagsView(APIView):
    permission_classes = (MayLook,)

    @extend_schema(operation_id="list_store_tags", responses={200: TagSerializer(many=True), **MAY_BE_OFF})
    def get(self, request: SignedInRequest) -> Response:
        """List the tags that items may have."""
        return Response(TagSerializer(selectors.all_tags(), many=True).data)


class CatalogueView(APIView):
    """Everybody may look; who shares takes part."""

    def get_permissions(self) -> list[MayLook]:
        return [MayLook() if self.request.method in SAFE_METHODS else TakesPart()]

    @extend_schema(
        operation_id="list_shared_components",
        parameters=query_parameters(CatalogueQuery),
        responses={200: CatalogueSerializer, **MAY_BE_OFF},
    )
    def get(self, request: SignedInRequest) -> Response:
        """List what is shared, and what is private of yours, page by page."""
        query = CatalogueQuery.parse(request.GET)
        takes_part = has_readable_store_key(request.user)
        _check_filters(query, takes_part=takes_part)
        page = selectors.catalogue_page(
            request.user,
            page=query.page,
            size=query.limit,
            sort=query.sort,
            tags=query.tags,
            is_liked=query.liked,
            is_own=query.filter_by_user,
            component_id=query.component_id,
            search=query.search,
            is_component=query.is_component,
            private=query.private,
        )
        catalogue = {"count": page.total, "authorized": takes_part, "results": page.items}
        return Response(CatalogueSerializer(catalogue, context={"fields": query.fields}).data)

    @extend_schema(operation_id="share_component", request=ItemToShare, responses={201: SharedSerializer, **MAY_BE_OFF})
    def post(self, request: SignedInRequest) -> Response:
        """Share a copy of a component or flow, without its secrets; private unless you say otherwise."""
        body = ItemToShare.parse(json_body(request))
        item = services.share_item(user=request.user, fields=body.fields())
        return Response(SharedSerializer(item).data, status=status.HTTP_201_CREATED)


class SharedItemView(APIView):
    permission_classes = (TakesPart,)

    @extend_schema(operation_id="download_shared_component", parameters=[COMPONENT_ID], responses=DownloadSerializer)
    def get(self, request: SignedInRequest, component_id: str) -> Response:
        """Read a component or flow as a whole; that counts as a download."""
        item_id = path_uuid(component_id, "component_id")
        return Response(DownloadSerializer(services.download_item(user=request.user, item_id=item_id)).data)

    @extend_schema(
        operation_id="update_shared_component",
        parameters=[COMPONENT_ID],
        request=ItemToShare,
        responses={201: SharedSerializer},
    )
    def patch(self, request: SignedInRequest, component_id: str) -> Response:
        """Put another version of yours in the place of this one. What is optional and not sent stays."""
        item_id = path_uuid(component_id, "component_id")
        body = ItemToShare.parse(json_body(request))
        item = services.update_item(user=request.user, item_id=item_id, changes=body.fields())
        return Response(SharedSerializer(item).data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="withdraw_shared_component", parameters=[COMPONENT_ID], responses={204: None})
    def delete(self, request: SignedInRequest, component_id: str) -> Response:
        """Take something of yours out of the store."""
        services.withdraw_item(user=request.user, item_id=path_uuid(component_id, "component_id"))
        return Response(status=status.HTTP_204_NO_CONTENT)


class LikedItemsView(APIView):
    permission_classes = (TakesPart,)

    @extend_schema(operation_id="list_liked_components", responses={200: LikedItemSerializer(many=True), **MAY_BE_OFF})
    def get(self, request: SignedInRequest) -> Response:
        """List what you like, the latest first."""
        return Response(LikedItemSerializer(selectors.liked_items(request.user), many=True).data)


class LikeView(APIView):
    permission_classes = (TakesPart,)

    @extend_schema(
        operation_id="toggle_like_of_component", parameters=[COMPONENT_ID], request=None, responses=LikesSerializer
    )
    def post(self, request: SignedInRequest, component_id: str) -> Response:
        """Like a component or flow, or stop liking it."""
        item_id = path_uuid(component_id, "component_id")
        return Response(LikesSerializer(services.toggle_like(user=request.user, item_id=item_id)).data)


def _check_filters(query: CatalogueQuery, *, takes_part: bool) -> None:
    """Who takes no part has likes and items of his own neither."""
    if query.liked and not takes_part:
        raise StoreKeyNeededForLikes
    if query.filter_by_user and not takes_part:
        raise StoreKeyNeededForOwnItems

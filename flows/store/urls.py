"""Routes of the store."""

from flows.store import views
from langflow_site.common.paths import both_slashes

PREFIX = "api/v1/store"

urlpatterns = [
    *both_slashes(f"{PREFIX}/check/", views.StoreView.as_view(), name="store"),
    *both_slashes(f"{PREFIX}/check/api_key", views.StoreKeyView.as_view(), name="store-key"),
    *both_slashes(f"{PREFIX}/tags", views.TagsView.as_view(), name="store-tags"),
    *both_slashes(f"{PREFIX}/components/", views.CatalogueView.as_view(), name="store-catalogue"),
    *both_slashes(f"{PREFIX}/components/<str:component_id>", views.SharedItemView.as_view(), name="shared-item"),
    *both_slashes(f"{PREFIX}/users/likes", views.LikedItemsView.as_view(), name="liked-items"),
    *both_slashes(f"{PREFIX}/users/likes/<str:component_id>", views.LikeView.as_view(), name="like"),
]

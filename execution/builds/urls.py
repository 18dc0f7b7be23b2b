"""Routes that build flows."""

from django.urls import re_path

from execution.builds import consumers, views
from langflow_site.common.paths import both_slashes

BUILD = "api/v1/build"
PUBLIC = "api/v1/build_public_tmp"

urlpatterns = [
    *both_slashes(f"{BUILD}/<str:flow_id>/flow", views.BuildView.as_view(), name="build"),
    *both_slashes(f"{BUILD}/<str:job_id>/events", views.BuildEventsView.as_view(), name="build-events"),
    *both_slashes(f"{BUILD}/<str:job_id>/cancel", views.BuildCancelView.as_view(), name="build-cancel"),
    *both_slashes(f"{BUILD}/<str:flow_id>/vertices", views.VerticesView.as_view(), name="build-vertices"),
    *both_slashes(f"{BUILD}/<str:flow_id>/vertices/<str:vertex_id>", views.VertexView.as_view(), name="build-vertex"),
    *both_slashes(f"{BUILD}/<str:flow_id>/<str:vertex_id>/stream", views.VertexStreamView.as_view(), name="vertex"),
    *both_slashes(f"{PUBLIC}/<str:flow_id>/flow", views.PublicBuildView.as_view(), name="public-build"),
    *both_slashes(f"{PUBLIC}/<str:job_id>/events", views.PublicBuildEventsView.as_view(), name="public-build-events"),
    *both_slashes(f"{PUBLIC}/<str:job_id>/cancel", views.PublicBuildCancelView.as_view(), name="public-build-cancel"),
]

websocket_urlpatterns = [
    re_path(r"^api/v1/ws/build/(?P<job_id>[^/]+)/?$", consumers.BuildConsumer.as_asgi(), name="build-socket"),
]

"""The routes of the catalogue."""

from django.urls import path

from execution.catalogue.views import CatalogueView, ExpandView
from langflow_site.common.paths import both_slashes

urlpatterns = [
    *both_slashes("api/v1/all", CatalogueView.as_view(), name="all"),
    # Without its slash this is a flow's own address.
    path("api/v1/flows/expand/", ExpandView.as_view(), name="expand-flow"),
]

"""The route of the catalogue, with and without its trailing slash."""

from execution.catalogue.views import CatalogueView
from langflow_site.common.paths import both_slashes

urlpatterns = both_slashes("api/v1/all", CatalogueView.as_view(), name="all")

"""The routes of the catalogue."""

from django.urls import path

from execution.catalogue.views import CatalogueView, CheckCodeView, CheckPromptView, ExpandView, UpdateView, WriteView
from langflow_site.common.paths import both_slashes

urlpatterns = [
    *both_slashes("api/v1/all", CatalogueView.as_view(), name="all"),
    # Without its slash this is a flow's own address.
    path("api/v1/flows/expand/", ExpandView.as_view(), name="expand-flow"),
    *both_slashes("api/v1/custom_component", WriteView.as_view(), name="write-component"),
    *both_slashes("api/v1/custom_component/update", UpdateView.as_view(), name="update-component"),
    *both_slashes("api/v1/validate/code", CheckCodeView.as_view(), name="validate-code"),
    *both_slashes("api/v1/validate/prompt", CheckPromptView.as_view(), name="validate-prompt"),
]

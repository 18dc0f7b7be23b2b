"""The routes of the catalogue."""

from django.urls import path

from execution.catalogue.providers import views as providers
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
    *both_slashes("api/v1/models", providers.ModelsView.as_view(), name="models"),
    *both_slashes("api/v1/models/providers", providers.ProviderNamesView.as_view(), name="model-providers"),
    *both_slashes(
        "api/v1/models/provider-variable-mapping", providers.ProviderVariablesView.as_view(), name="provider-variables"
    ),
    *both_slashes(
        "api/v1/models/enabled_providers", providers.EnabledProvidersView.as_view(), name="enabled-providers"
    ),
    *both_slashes("api/v1/models/enabled_models", providers.EnabledModelsView.as_view(), name="enabled-models"),
    *both_slashes("api/v1/models/default_model", providers.DefaultModelView.as_view(), name="default-model"),
    *both_slashes(
        "api/v1/models/validate-provider", providers.ValidateProviderView.as_view(), name="validate-provider"
    ),
    *both_slashes("api/v1/model_options/language", providers.LanguageOptionsView.as_view(), name="language-options"),
    *both_slashes("api/v1/model_options/embedding", providers.EmbeddingOptionsView.as_view(), name="embedding-options"),
]

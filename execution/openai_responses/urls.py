"""Routes that speak OpenAI's Responses API."""

from execution.openai_responses import views
from langflow_site.common.paths import both_slashes

API = "api/v1/responses"

urlpatterns = [
    *both_slashes(API, views.CreateResponseView.as_view(), name="responses"),
    *both_slashes(f"{API}/<str:response_id>", views.ResponseView.as_view(), name="response"),
    *both_slashes(f"{API}/<str:response_id>/cancel", views.CancelResponseView.as_view(), name="response-cancel"),
]

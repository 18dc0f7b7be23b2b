"""Routes of the assistant."""

from execution.assistant import views
from langflow_site.common.paths import both_slashes

PREFIX = "api/v1/agentic"

urlpatterns = [
    *both_slashes(f"{PREFIX}/check-config", views.ConfigurationView.as_view(), name="assistant-configuration"),
    *both_slashes(f"{PREFIX}/assist", views.AssistView.as_view(), name="assist"),
    *both_slashes(f"{PREFIX}/assist/stream", views.AssistStreamView.as_view(), name="assist-stream"),
    *both_slashes(f"{PREFIX}/execute/<str:flow_name>", views.ExecuteView.as_view(), name="assistant-execute"),
]

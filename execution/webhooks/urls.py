"""Routes of webhooks."""

from execution.webhooks import views
from langflow_site.common.paths import both_slashes

API = "api/v1"
WEBHOOK = f"{API}/webhook/<str:flow_id_or_name>"

urlpatterns = [
    *both_slashes(WEBHOOK, views.WebhookView.as_view(), name="webhook"),
    *both_slashes(f"{WEBHOOK}/signature", views.WebhookSignatureView.as_view(), name="webhook-signature"),
    *both_slashes(
        f"{API}/webhook-events/<str:flow_id_or_name>", views.WebhookEventsView.as_view(), name="webhook-events"
    ),
]

"""Routes of the records of runs."""

from langflow_site.common.paths import both_slashes
from monitor import views

MONITOR = "api/v1/monitor"

urlpatterns = [
    *both_slashes(f"{MONITOR}/messages/sessions", views.SessionsView.as_view(), name="message-sessions"),
    *both_slashes(f"{MONITOR}/messages/session/<path:session_id>", views.SessionView.as_view(), name="message-session"),
    *both_slashes(f"{MONITOR}/messages/<str:message_id>", views.MessageView.as_view(), name="message"),
    *both_slashes(f"{MONITOR}/messages", views.MessagesView.as_view(), name="messages"),
    *both_slashes(f"{MONITOR}/builds", views.VertexBuildsView.as_view(), name="vertex-builds"),
    *both_slashes(f"{MONITOR}/transactions", views.TransactionsView.as_view(), name="transactions"),
    *both_slashes(f"{MONITOR}/traces", views.TracesView.as_view(), name="traces"),
    *both_slashes(f"{MONITOR}/traces/<str:trace_id>", views.TraceView.as_view(), name="trace"),
    *both_slashes(f"{MONITOR}/usage", views.UsageView.as_view(), name="usage"),
]

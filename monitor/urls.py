"""Routes of the records of runs, and of the server's log."""

from langflow_site.common.paths import both_slashes
from monitor.views import logs, records, traces

MONITOR = "api/v1/monitor"
SESSION = f"{MONITOR}/messages/session/<any_text:session_id>"

urlpatterns = [
    *both_slashes(f"{MONITOR}/messages/sessions", records.SessionsView.as_view(), name="message-sessions"),
    *both_slashes(SESSION, records.SessionView.as_view(), name="message-session"),
    *both_slashes(f"{MONITOR}/messages/<str:message_id>", records.MessageView.as_view(), name="message"),
    *both_slashes(f"{MONITOR}/messages", records.MessagesView.as_view(), name="messages"),
    *both_slashes(f"{MONITOR}/builds", records.VertexBuildsView.as_view(), name="vertex-builds"),
    *both_slashes(f"{MONITOR}/transactions", records.TransactionsView.as_view(), name="transactions"),
    *both_slashes(f"{MONITOR}/traces", traces.TracesView.as_view(), name="traces"),
    *both_slashes(f"{MONITOR}/traces/<str:trace_id>", traces.TraceView.as_view(), name="trace"),
    *both_slashes(f"{MONITOR}/usage", traces.UsageView.as_view(), name="usage"),
    *both_slashes("logs", logs.LogsView.as_view(), name="logs"),
    *both_slashes("logs-stream", logs.LogStreamView.as_view(), name="log-stream"),
]

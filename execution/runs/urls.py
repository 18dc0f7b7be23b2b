"""Routes that run flows."""

from execution.runs import views
from langflow_site.common.paths import both_slashes

API = "api/v1"

urlpatterns = [
    *both_slashes(f"{API}/run/advanced/<str:flow_id_or_name>", views.AdvancedRunView.as_view(), name="run-advanced"),
    *both_slashes(f"{API}/run/session/<str:flow_id_or_name>", views.RunSessionView.as_view(), name="run-session"),
    *both_slashes(f"{API}/run/<str:flow_id_or_name>", views.RunView.as_view(), name="run"),
    *both_slashes(f"{API}/predict/<str:flow_id>", views.DeprecatedRunView.as_view(), name="predict"),
    *both_slashes(f"{API}/process/<str:flow_id>", views.DeprecatedRunView.as_view(), name="process"),
    *both_slashes(f"{API}/task/<str:task_id>", views.DeprecatedTaskView.as_view(), name="task"),
]

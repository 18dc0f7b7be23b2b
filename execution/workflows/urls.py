"""Routes of workflows."""

from execution.workflows import views
from langflow_site.common.paths import both_slashes

WORKFLOWS = "api/v2/workflows"

urlpatterns = [
    *both_slashes(WORKFLOWS, views.WorkflowsView.as_view(), name="workflows"),
    *both_slashes(f"{WORKFLOWS}/stop", views.StopWorkflowView.as_view(), name="workflow-stop"),
]

"""Routes of flows. Like the reference's, lists end with a slash and single flows do not."""

from django.urls import path

from flows import views
from langflow_site.common.paths import both_slashes

urlpatterns = [
    path("api/v1/flows/", views.FlowsView.as_view(), name="flows"),
    *both_slashes("api/v1/flows/batch/", views.FlowBatchView.as_view(), name="flow-batch"),
    *both_slashes("api/v1/flows/upload/", views.FlowUploadView.as_view(), name="flow-upload"),
    *both_slashes("api/v1/flows/download/", views.FlowDownloadView.as_view(), name="flow-download"),
    *both_slashes("api/v1/flows/basic_examples/", views.BasicExamplesView.as_view(), name="basic-examples"),
    *both_slashes("api/v1/flows/public_flow/<str:flow_id>", views.PublicFlowView.as_view(), name="public-flow"),
    path("api/v1/flows/<str:flow_id>", views.FlowView.as_view(), name="flow"),
    *both_slashes("api/v1/starter-projects/", views.StarterProjectsView.as_view(), name="starter-projects"),
]

"""Why the workflow routes refuse, in the shapes that clients compare: an object with a code of its own."""

from typing import Any, ClassVar

from langflow_site.common.errors import ServerError


class WorkflowError(ServerError):
    """Its detail is `{error, code, message}` with the facts by which it was raised."""

    title: ClassVar[str]
    wire_code: ClassVar[str]

    @property
    def detail(self) -> dict[str, Any]:
        facts = {name: value for name, value in self.facts.items() if name != "reason"}
        return {"error": self.title, "code": self.wire_code, "message": str(self), **facts}


class WorkflowThingNotFound(WorkflowError):
    """What is not there is told without the usual wrapping; clients rely on that."""

    status_code = 404

    @property
    def body(self) -> dict[str, Any]:
        return self.detail


class WorkflowFlowNotFound(WorkflowThingNotFound):
    code = "flow_not_found"
    title = "Flow not found"
    wire_code = "FLOW_NOT_FOUND"
    message = "Flow '{flow_id}' does not exist. Verify the flow_id and try again."


class WorkflowJobNotFound(WorkflowThingNotFound):
    code = "job_not_found"
    title = "Workflow job not found"
    wire_code = "JOB_NOT_FOUND"
    message = "Workflow job {job_id} not found"


class JobToStopNotFound(WorkflowThingNotFound):
    code = "job_not_found"
    title = "Job not found"
    wire_code = "JOB_NOT_FOUND"
    message = "Job {job_id} not found"


class JobIdMissing(WorkflowError):
    status_code = 400
    code = "parameter_missing"
    title = "Missing required parameter"
    wire_code = "MISSING_PARAMETER"
    message = "Job ID must be provided"


class WorkflowInvalid(WorkflowError):
    """The flow cannot run as it is saved."""

    status_code = 400
    code = "flow_invalid"
    title = "Workflow validation error"
    wire_code = "INVALID_FLOW_DATA"
    message = "{reason}"


class WorkflowWithoutData(WorkflowInvalid):
    message = "Flow {flow_id} has no data. The flow may be corrupted."


class WorkflowTimedOut(WorkflowError):
    """Somebody waited for it. What came out until then can be read by the job's id."""

    status_code = 408
    code = "execution_timeout"
    title = "Execution timeout"
    wire_code = "EXECUTION_TIMEOUT"
    message = "Workflow execution exceeded {timeout_seconds:g} seconds"


class JobHasEnded(WorkflowError):
    """There is nothing left to stop, and how the job ended stays as it is."""

    status_code = 409
    code = "job_has_ended"
    title = "Job has ended"
    wire_code = "JOB_HAS_ENDED"
    message = "Job {job_id} has ended already: {status}."

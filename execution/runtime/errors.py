"""Why a flow was not run, or did not come to its end, as answers to callers."""

from typing import Any

from execution.engine.results import Problem
from langflow_site.common.errors import Refused, ServerError, Unacceptable
from langflow_site.common.models import dumps


class FlowHasNoData(Unacceptable):
    code = "flow_without_data"
    message = "Flow {flow_id} has no data"


class InputGivenTwice(Unacceptable):
    """A field came as the run's input value and as a tweak."""

    code = "input_conflict"


class TooManyRuns(ServerError):
    """The user has as many runs under way as one user may have."""

    status_code = 429
    code = "too_many_runs"
    message = "You have {limit} runs under way, which is as many as this server allows. Try again later."
    headers = {"Retry-After": "1"}


class TooManyVisits(ServerError):
    """Somebody whom nobody knows starts a public flow again and again."""

    status_code = 429
    code = "too_many_visits"
    message = "This public flow can be run {limit} times a minute from one address. Try again later."
    headers = {"Retry-After": "60"}


class NotYourFlow(Refused):
    """The id names a flow of somebody else. Endpoint names of others answer as unknown."""

    code = "not_your_flow"
    message = "You do not have permission to run this flow"


class RunError(ServerError):
    """A run that gives no answer. The detail is JSON text, as clients of `/run` expect it."""

    def __init__(self, *, message: str, code: str, **facts: Any) -> None:
        self.text = message
        self.facts = {"error_code": code, **facts}
        Exception.__init__(self, message)

    @property
    def detail(self) -> str:
        # Clients know `code` as always null, so ours has a name of its own.
        known = {"message": self.text, "traceback": None, "description": None, "code": None, "suggestion": None}
        return dumps({**known, **self.facts})


class FlowCannotRun(RunError):
    """The saved graph has problems; the answer names every one."""

    status_code = 400


class RunFailed(RunError):
    """A component failed, or the run was cut short. Status and headers tell whose fault it was."""

    def __init__(self, *, problem: Problem, run_id: str, status_code: int, code: str, headers: dict[str, str]) -> None:
        super().__init__(
            message=f"Error running graph: {problem.message}",
            code=code,
            component_id=problem.vertex_id,
            component_name=problem.display_name,
            component_type=problem.type,
            run_id=run_id,
        )
        self.status_code = status_code  # type: ignore[misc]  # one class, several statuses: the provider decides
        self.headers = headers  # type: ignore[misc]  # likewise


class RunOvertaken(Exception):
    """The run's job was ended or taken over meanwhile, so that nothing of the run was stored."""

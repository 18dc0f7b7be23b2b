"""Why a job was not started."""

from langflow_site.common.errors import ServerError


class TooManyJobs(ServerError):
    """The user, or the flow, has as many jobs under way as the operator allows."""

    status_code = 429
    code = "too_many_jobs"
    message = "{limit} jobs are under way, which is as many as this server allows. Try again later."
    headers = {"Retry-After": "1"}

"""What can go wrong with projects, in the words that clients compare."""

from langflow_site.common.errors import NotFound


class ProjectNotFound(NotFound):
    code = "project_not_found"
    message = "Project not found"

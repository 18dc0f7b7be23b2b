"""What can go wrong with projects, in the words that clients compare."""

from langflow_site.common.errors import Conflict, NotFound, Unacceptable


class ProjectNotFound(NotFound):
    code = "project_not_found"
    message = "Project not found"


class ProjectEmpty(NotFound):
    """There is nothing to download."""

    code = "project_empty"
    message = "No flows found in project"


class ProjectNameTaken(Conflict):
    code = "project_name_taken"
    message = "Another project of yours is called '{name}'."


class ParentInvalid(Unacceptable):
    code = "parent_invalid"
    message = "A project can lie only in another project of the same user, and not in one that lies in itself."

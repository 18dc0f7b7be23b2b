"""The example flows that come with the server. `manage.py starter_flows` draws them into flows/starter_projects.

Change a flow here, never in its file.
"""

from collections.abc import Callable, Mapping

from execution.catalogue.starters import assistants, basics, first_steps
from execution.catalogue.starters.starter import Starter

STARTERS: Mapping[str, Callable[[], Starter]] = {
    draw.__name__: draw
    for draw in (
        first_steps.basic_prompting,
        first_steps.simple_agent,
        first_steps.vector_store_rag,
        basics.echo,
        basics.front_desk,
        basics.invitation_writer,
        basics.shopping_list,
        basics.order_ticket,
        basics.chat_with_memory,
        basics.summariser,
        basics.translator,
        basics.contact_extractor,
        basics.draft_and_review,
        assistants.flow_assistant,
        assistants.prompt_writer,
        assistants.template_finder,
    )
}
"""By name: what draws the flow."""

__all__ = ["STARTERS", "Starter"]

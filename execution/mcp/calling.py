"""List flows as tools and run them."""

import uuid
from collections.abc import Mapping
from typing import Any

from execution.mcp.audiences import Audience
from execution.mcp.tools import QUESTION, FlowTool, ToolAnswer, answer_of, arguments_as_tweaks, tools_of
from execution.runtime.run import FlowRun, run_flow
from flows.selectors import RunnableFlow, flow_data, flow_to_run
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError


async def offered_tools(audience: Audience) -> list[FlowTool]:
    return await in_database(_tools, audience)


async def call_tool(
    audience: Audience, name: str, arguments: Mapping[str, Any], variables: Mapping[str, str]
) -> ToolAnswer:
    """Run the flow behind the tool in a session of its own. What goes wrong is an answer that a model can read."""
    tool = next((found for found in await offered_tools(audience) if found.name == name), None)
    if tool is None:
        return ToolAnswer(texts=[f"There is no tool '{name}'."], is_error=True)
    try:
        flow, data = await in_database(_flow, audience, tool.flow_id)
        run = FlowRun(
            flow=flow,
            user_id=audience.owner_id,
            session_id=str(uuid.uuid4()),
            input_value=arguments.get(QUESTION),
            input_type="any",
            tweaks=arguments_as_tweaks(data, arguments),
            variables={} if audience.is_strangers else variables,
            is_strangers=audience.is_strangers,
            # What strangers say is in nobody's sessions.
            shown_id=uuid.uuid4() if audience.is_strangers else None,
        )
        return answer_of(await run_flow(run))
    except ServerError as error:
        return ToolAnswer(texts=[str(error)], is_error=True)


def _tools(audience: Audience) -> list[FlowTool]:
    return tools_of(audience.flows(), by_action=audience.project_id is not None)


def _flow(audience: Audience, flow_id: uuid.UUID) -> tuple[RunnableFlow, dict[str, Any]]:
    audience.count_visit(flow_id)
    return flow_to_run(str(flow_id), user_id=audience.owner_id), flow_data(flow_id)

"""Tool Calling Agent: a model that uses tools until it can answer; its history comes along an edge."""

from execution.components.agents.fields import LOOP_FIELDS, MODEL_FIELDS, QUESTION, TOOLS
from execution.components.agents.given_history import CHAT_HISTORY, OUTPUTS, AgentWithGivenHistory
from execution.engine.fields import MessageTextInput


class ToolCallingAgent(AgentWithGivenHistory):
    """Answer with the help of tools."""

    display_name = "Tool Calling Agent"
    description = "Lets a model call tools until it has the answer."
    documentation = "https://docs.langflow.org/agents"
    icon = "LangChain"

    inputs = [
        TOOLS,
        QUESTION,
        *LOOP_FIELDS,
        *MODEL_FIELDS,
        MessageTextInput(
            name="system_prompt",
            display_name="System Prompt",
            info="Who the agent is and how it shall go about its task.",
            value="You are a helpful assistant that can use tools to answer questions and perform tasks.",
        ),
        CHAT_HISTORY,
    ]
    outputs = OUTPUTS

"""OpenAI Tools Agent: a Tool Calling Agent that puts its question into a template."""

from execution.components.agents.fields import LOOP_FIELDS, MODEL_FIELDS, QUESTION, TOOLS
from execution.components.agents.given_history import CHAT_HISTORY, OUTPUTS, AgentWithGivenHistory
from execution.components.templating import fill
from execution.engine.fields import MultilineInput


class OpenAIToolsAgent(AgentWithGivenHistory):
    """Answer a question, written by a template, with the help of tools."""

    display_name = "OpenAI Tools Agent"
    description = "Lets a model call tools until it has the answer to a question that a template writes."
    icon = "LangChain"

    inputs = [
        TOOLS,
        QUESTION,
        *LOOP_FIELDS,
        *MODEL_FIELDS,
        MultilineInput(
            name="system_prompt",
            display_name="System Prompt",
            info="Who the agent is and how it shall go about its task.",
            value="You are a helpful assistant",
        ),
        MultilineInput(
            name="user_prompt",
            display_name="Prompt",
            info="How the question is put to the model; {input} stands for what the agent is asked.",
            value="{input}",
        ),
        CHAT_HISTORY.with_settings(display_name="Chat History"),
    ]
    outputs = OUTPUTS

    user_prompt: str | None

    async def question(self) -> str:
        """Return what the template makes of the input."""
        return fill(self.user_prompt or "{input}", {"input": await super().question()})

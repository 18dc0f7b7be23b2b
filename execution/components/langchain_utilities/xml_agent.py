"""XML Agent: a Tool Calling Agent for models that know no tools; they write tags."""

from __future__ import annotations

from execution.components.agents.fields import LOOP_FIELDS, MODEL_FIELDS, QUESTION, TOOLS
from execution.components.agents.given_history import CHAT_HISTORY, OUTPUTS, AgentWithGivenHistory
from execution.components.agents.tools import Tools
from execution.components.agents.xml_loop import XmlAgent, described
from execution.components.templating import fill
from execution.engine.fields import MultilineInput

SYSTEM_PROMPT = """You help with whatever you are asked, and you have tools:

{tools}

To use a tool, write its name and its input in tags, and nothing after them. The input is a JSON object with the tool's
arguments; where it takes one argument only, its value is enough:

<tool>search</tool><tool_input>{{"query": "height of Mont Blanc"}}</tool_input>

What the tool says comes back to you:

<observation>4806 m</observation>

You may use tools again, one at a time. When you know the answer, write it in these tags:

<final_answer>Mont Blanc is 4806 m high.</final_answer>"""


class XMLAgent(AgentWithGivenHistory):
    """Answer with the help of tools that the model calls by tags."""

    display_name = "XML Agent"
    description = "Lets a model use tools by tags in its text, for models that cannot call tools."
    icon = "LangChain"
    beta = True
    agent_class = XmlAgent

    inputs = [
        TOOLS,
        QUESTION,
        *LOOP_FIELDS,
        *MODEL_FIELDS,
        CHAT_HISTORY.with_settings(display_name="Chat History"),
        MultilineInput(
            name="system_prompt",
            display_name="System Prompt",
            info="How the model shall use tags; {tools} stands for the tools.",
            value=SYSTEM_PROMPT,
        ),
        MultilineInput(
            name="user_prompt",
            display_name="Prompt",
            info="How the question is put to the model; {input} stands for what the agent is asked.",
            value="{input}",
        ),
    ]
    outputs = OUTPUTS

    user_prompt: str | None

    async def instructions(self, tools: Tools) -> str:
        """Return the system prompt with the tools in it. Places for history and steps stay empty: both follow it."""
        return fill(self.system_prompt or SYSTEM_PROMPT, {"tools": described(tools)}, missing="")

    async def question(self) -> str:
        """Return what the template makes of the input."""
        return fill(self.user_prompt or "{input}", {"input": await super().question()}, missing="")

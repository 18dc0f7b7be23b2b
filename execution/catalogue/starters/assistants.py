"""Flows that help people who build flows. `execution/assistant` runs them for the routes under `/agentic`.

Each has the same shape: what is known of the caller's flow comes in as the text input "Context", becomes part of the
agent's instructions, and the agent remembers its session.
"""

from execution.catalogue.drawing import Drawing
from execution.catalogue.starters.starter import CHOSEN_MODEL, KEY_NOTE, Starter

NOTHING_KNOWN = "Nothing is known about the flow."

COMPONENT_RULES = """\
A component is a Python class, written like this one:

```python
from lfx.custom.custom_component.component import Component
from lfx.io import IntInput, MessageTextInput, Output
from lfx.schema.message import Message


class RepeatText(Component):
    display_name = "Repeat Text"
    description = "Says a text several times."
    icon = "Repeat"

    inputs = [
        MessageTextInput(name="text", display_name="Text", info="What is said.", required=True),
        IntInput(name="times", display_name="Times", value=2),
    ]
    outputs = [Output(name="repeated", display_name="Repeated", method="repeat")]

    def repeat(self) -> Message:
        return Message(text=" ".join([self.text] * self.times))
```

- Each input is an attribute of the same name; its class says what the field holds: MessageTextInput, MultilineInput, \
StrInput, IntInput, FloatInput, BoolInput, DropdownInput (with `options`), SecretStrInput, HandleInput (with \
`input_types`), DataInput, DataFrameInput, FileInput. All come from lfx.io.
- Each output names a method. What the method is annotated to return is the type of the output: Message \
(lfx.schema.message), Data (lfx.schema.data), DataFrame (lfx.schema.dataframe).
- Methods may be async. Errors are raised, in words that tell the user what to do.
- Use the standard library where it is enough, and nothing that the task does not need.\
"""

FLOW_ASSISTANT = f"""\
You help somebody who builds flows in a visual editor. A flow is a graph: components with fields and outputs, joined \
by edges from an output to a field that takes its type. Chat Input is where a question comes in and Chat Output where \
the answer goes out; components in tool mode are tools of an Agent.

Answer in the language of the question, briefly and concretely. Call components, fields and outputs by the names that \
the editor shows. Say so when you do not know something; never invent components.

When a new component is asked for, answer with one block of Python code that holds all of it, and two sentences about \
how to use it. When code comes back with an error, answer with the whole corrected code.

{COMPONENT_RULES}

What is known about the flow:
{{context}}"""

PROMPT_WRITER = """\
You write the texts that language models are instructed with: system messages, agent instructions, prompt templates.

Answer with the text alone, ready to be pasted into the field: no introduction, no quotation marks, no code fence. Say \
who the model is, what its task is, what it must and must not do, and how its answer shall look. Speak to the model. \
Be concrete and short; leave out what the model does anyway. Write in the language of the request.

Where the field holds a text already, improve that and keep what it wants. Names in braces are places for values: keep \
them as they are.

What is known about the flow:
{context}"""

TEMPLATE_FINDER = """\
Somebody wants to build a flow and looks for one to start from. You know the templates that are listed below, and no \
others.

Name the one that fits best, by its exact name, and say in one or two sentences what has to be changed for the task. \
If another one would do nearly as well, name it, too. If none fits, say so and tell in three steps what to build \
instead. Answer in the language of the request.

{context}"""


def flow_assistant() -> Starter:
    return Starter(
        name="Flow Assistant",
        description="Answers questions about flows and writes components. The assistant's routes run it.",
        icon="LifeBuoy",
        gradient="10",
        tags=["assistants"],
        data=_drawn("Flow assistant", FLOW_ASSISTANT),
    )


def prompt_writer() -> Starter:
    return Starter(
        name="Prompt Writer",
        description="Writes and improves the instructions of language models.",
        icon="PenTool",
        gradient="11",
        tags=["assistants", "content-generation"],
        data=_drawn("Prompt writer", PROMPT_WRITER),
    )


def template_finder() -> Starter:
    return Starter(
        name="Template Finder",
        description="Finds the template that a new flow can start from.",
        icon="Compass",
        gradient="12",
        tags=["assistants"],
        data=_drawn("Template finder", TEMPLATE_FINDER),
    )


def _drawn(title: str, instructions: str) -> dict[str, object]:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 1.3), title="Question")
    known = canvas.add("TextInput", "context", at=(0, 0), title="Context", input_value=NOTHING_KNOWN)
    told = canvas.add_prompt("instructions", instructions, at=(1, 0), title="Instructions")
    agent = canvas.add(
        "Agent", "agent", at=(2, 0.3), model=CHOSEN_MODEL, n_messages=20, add_current_date_tool=False, system_prompt=""
    )
    said = canvas.add("ChatOutput", "said", at=(3, 0.6))
    canvas.connect(known, "text", told, "context")
    canvas.connect(told, "prompt", agent, "system_prompt")
    canvas.connect(asked, "message", agent, "input_value")
    canvas.connect(agent, "response", said, "input_value")
    canvas.note(
        f"### {title}\n{KEY_NOTE}\n\nThe routes under `/api/v1/agentic` run your copy of this flow and fill in "
        "*Context* and the model. Change the instructions as you like; delete your copy to get the server's again.",
        at=(0, -1),
    )
    return canvas.data

"""Smart Router: let a model decide where a text goes on."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.answering import answer
from execution.components.language_models.choosing import ModelChooser
from execution.components.language_models.conversation import conversation
from execution.components.language_models.fields import MODEL, MODEL_KEY
from execution.engine.component import Node
from execution.engine.fields import BoolInput, MessageInput, MessageTextInput, MultilineInput, Output, TableInput
from execution.engine.values import Message

ROUTE = Output(
    name="category_1_result", display_name="Route", method="process_case", types=["Message"], group_outputs=True
)
ELSE = Output(
    name="default_result", display_name="Else", method="default_response", types=["Message"], group_outputs=True
)
NOWHERE = "NONE"

INSTRUCTIONS = """Decide which of these routes fits the text below best:
{routes}

Answer with the name of one route, exactly as it is written above, and nothing else.
Answer with {nowhere} if none of them fits.

The text:
{text}"""

COLUMNS = [
    {
        "name": "route_category",
        "display_name": "Route Name",
        "type": "str",
        "description": "Name of the route, of its output, and of what the model may answer.",
        "edit_mode": "inline",
    },
    {
        "name": "route_description",
        "display_name": "Route Description",
        "type": "str",
        "description": "When the route fits; the model reads this.",
        "default": "",
        "edit_mode": "popover",
    },
    {
        "name": "output_value",
        "display_name": "Route Message (Optional)",
        "type": "str",
        "description": "What is handed on instead of the text.",
        "default": "",
        "edit_mode": "popover",
    },
]


class SmartRouter(ModelChooser):
    """Ask a model which route fits a text and hand the text to that route alone."""

    display_name = "Smart Router"
    description = "Sends a text where it fits, as a model judges."
    icon = "route"

    inputs = [
        MODEL,
        MODEL_KEY,
        MessageTextInput(
            name="input_text",
            display_name="Input",
            info="The text to judge.",
            required=True,
        ),
        TableInput(
            name="routes",
            display_name="Routes",
            info="The routes, each with a name and when it fits.",
            real_time_refresh=True,
            required=True,
            table_schema=COLUMNS,
            value=[
                {
                    "output_value": "",
                    "route_category": "Positive",
                    "route_description": "Positive feedback, satisfaction, or compliments",
                },
                {
                    "output_value": "",
                    "route_category": "Negative",
                    "route_description": "Complaints, issues, or dissatisfaction",
                },
            ],
        ),
        MessageInput(
            name="message",
            display_name="Override Output",
            info="What is handed on instead of the text, whichever route fits.",
            advanced=True,
        ),
        BoolInput(
            name="enable_else_output",
            display_name="Include Else Output",
            info="Add a route for texts that fit nowhere.",
            advanced=True,
            real_time_refresh=True,
        ),
        MultilineInput(
            name="custom_prompt",
            display_name="Additional Instructions",
            info="More for the model to go by; {input_text} and {routes} are filled in.",
            advanced=True,
        ),
    ]
    outputs = []

    dynamic_outputs = [ROUTE, ELSE]

    input_text: str | None
    routes: list[dict[str, Any]]
    message: Message | None
    enable_else_output: bool
    custom_prompt: str | None

    def __init__(self) -> None:
        super().__init__()
        self._decided: int | None = None
        self._was_asked = False

    async def process_case(self) -> Message:
        """Return what goes on, and stop every route but the one that fits."""
        number = await self._fitting_route()
        for other in range(len(self.routes)):
            if other != number:
                self._stop_if_there(_output_name(other))
        if number is None:
            self.status = f"No route fits: {self._named()}"
            return Message(text="")
        self._stop_if_there(ELSE.name)
        route = self.routes[number]
        self.status = f"Categorized as {route.get('route_category')}"
        return self._handed_on(str(route.get("output_value") or "").strip())

    async def default_response(self) -> Message:
        """Return the text where no route fits; else stop this output."""
        if await self._fitting_route() is not None:
            self._stop_if_there(ELSE.name)
            return Message(text="")
        for number in range(len(self.routes)):
            self._stop_if_there(_output_name(number))
        self.status = "Routed to Else"
        return self._handed_on("")

    def _handed_on(self, instead: str) -> Message:
        override = self.message.get_text() if self.message is not None else ""
        return Message(text=override or instead or self.input_text or "")

    async def _fitting_route(self) -> int | None:
        """Return the number of the route that fits, or None; the model is asked once."""
        if not self._was_asked:
            model, asked = await self.model_to_ask()
            found = await answer(model, await conversation(self._question()), asked)
            self._decided = self._route_named(found.text)
            self._was_asked = True
        return self._decided

    def _route_named(self, answered: str) -> int | None:
        wanted = answered.strip().strip("\"'.").casefold()
        names = [str(route.get("route_category") or "").strip().casefold() for route in self.routes]
        return names.index(wanted) if wanted and wanted in names else None

    def _question(self) -> str:
        lines = [f"- {route.get('route_category')}: {route.get('route_description') or ''}" for route in self.routes]
        text, routes = self.input_text or "", "\n".join(lines)
        question = INSTRUCTIONS.format(routes=routes, nowhere=NOWHERE, text=text)
        if not self.custom_prompt:
            return question
        return f"{self.custom_prompt.replace('{input_text}', text).replace('{routes}', self._named())}\n\n{question}"

    def _named(self) -> str:
        return ", ".join(str(route.get("route_category")) for route in self.routes)

    def _stop_if_there(self, name: str) -> None:
        if name in self.vertex.output_names or name in self.output_by_name:
            self.stop(name)

    def update_outputs(self, frontend_node: Node, field_name: str, field_value: Any) -> Node:
        """Give the node an output for each route, and one for the rest if that is wanted."""
        if field_name not in {"routes", "enable_else_output"}:
            return frontend_node
        template = frontend_node.get("template") or {}
        routes = field_value if field_name == "routes" else (template.get("routes") or {}).get("value")
        has_else = (
            field_value
            if field_name == "enable_else_output"
            else (template.get("enable_else_output") or {}).get("value")
        )
        outputs = [_route_output(number, route) for number, route in enumerate(routes or [])]
        frontend_node["outputs"] = [*outputs, *([ELSE] if has_else else [])]
        return frontend_node


def _output_name(number: int) -> str:
    return f"category_{number + 1}_result"


def _route_output(number: int, route: Mapping[str, Any]) -> Output:
    return Output(
        name=_output_name(number),
        display_name=str(route.get("route_category") or ""),
        method=ROUTE.method,
        types=list(ROUTE.types),
        group_outputs=True,
    )

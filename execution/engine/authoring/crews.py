"""Base classes for crews of CrewAI's agents. The package is needed when a crew is made, not to draw its node."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from execution.engine.authoring.base_classes import MethodMissing
from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.outputs import AuthorOutput
from execution.engine.fields import BoolInput, HandleInput, Input, IntInput, Output
from execution.engine.values import Data, Message

PACKAGE = "crewai"


class CrewsNotInstalled(ImportError):
    """CrewAI is not there."""

    def __init__(self) -> None:
        super().__init__(f"Crews need the package {PACKAGE}, which is not installed.")


def _crewai(module: str = PACKAGE) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise CrewsNotInstalled from error


class _Task:
    """Stands for one of CrewAI's tasks; making one gives the package's own."""

    kind: ClassVar[str] = "sequential"

    def __new__(cls, **settings: Any) -> Any:
        made = _crewai().Task(**settings)
        object.__setattr__(made, "_kind_of_crew", cls.kind)
        return made


class SequentialTask(_Task):
    """A task that waits for the one before."""


class HierarchicalTask(_Task):
    """A task that a manager hands out."""

    kind = "hierarchical"


def convert_llm(llm: Any, excluded_keys: Iterable[str] | None = None) -> Any:
    """Return a langchain model as CrewAI's; None for None, and CrewAI's own as they are."""
    if llm is None:
        return None
    crew_llm = _crewai().LLM
    if isinstance(llm, crew_llm):
        return llm
    names = ("temperature", "max_tokens", "base_url", "api_key", "top_p")
    settings = {name: getattr(llm, name, None) for name in names if name not in set(excluded_keys or ())}
    name = next((str(value) for key in ("model_name", "model") if (value := getattr(llm, key, None))), "")
    key = getattr(llm, "openai_api_key", None) or getattr(llm, "anthropic_api_key", None) or settings.get("api_key")
    settings["api_key"] = getattr(key, "get_secret_value", lambda: key)()
    return crew_llm(model=name, **{key: value for key, value in settings.items() if value is not None})


def convert_tools(tools: Iterable[Any] | None) -> list[Any]:
    """Return langchain's tools as CrewAI's."""
    found = list(tools or [])
    return [_crewai("crewai.tools.base_tool").Tool.from_langchain(tool) for tool in found] if found else []


class BaseCrewComponent(AuthorComponent):
    """A crew: `build_crew` makes it, the output is what it answers."""

    _base_inputs: ClassVar[list[Input]] = [
        IntInput(name="verbose", display_name="Verbose", advanced=True),
        BoolInput(name="memory", display_name="Memory", advanced=True),
        BoolInput(name="use_cache", display_name="Cache", value=True, advanced=True),
        IntInput(name="max_rpm", display_name="Max RPM", value=100, advanced=True),
        BoolInput(name="share_crew", display_name="Share Crew", advanced=True),
        HandleInput(
            name="function_calling_llm",
            display_name="Function Calling LLM",
            input_types=["LanguageModel"],
            required=False,
            advanced=True,
        ),
    ]
    outputs: ClassVar[list[Output]] = [
        AuthorOutput(name="output", display_name="Output", method="build_output", types=["Message"])
    ]
    inputs = _base_inputs
    manager_llm: Any = None

    def build_crew(self) -> Any:
        """Return CrewAI's crew."""
        raise MethodMissing(component=self, method="build_crew")

    async def build_output(self) -> Message:
        """Return what the crew comes to."""
        done = await self.build_crew().kickoff_async()
        self.status = str(done)
        return Message(text=str(done))

    def get_tasks_and_agents(self, agents_list: list[Any] | None = None) -> tuple[list[Any], list[Any]]:
        """Return the tasks, and the agents: the given ones, else those that the tasks name."""
        tasks = list(getattr(self, "tasks", None) or [])
        agents = agents_list or list(getattr(self, "agents", None) or [])
        return tasks, agents or [task.agent for task in tasks if getattr(task, "agent", None)]

    def get_manager_llm(self) -> Any:
        """Return the manager's model as CrewAI's."""
        return convert_llm(self.manager_llm)

    def get_task_callback(self) -> Callable[[Any], None]:
        """Return what logs each finished task."""

        def told(done: Any) -> None:
            self.log(getattr(done, "raw", str(done)), name=f"Task (Agent: {getattr(done, 'agent', '')})")

        return told

    def get_step_callback(self) -> Callable[[Any], None]:
        """Return what logs each step of an agent."""

        def told(step: Any) -> None:
            self.log(str(getattr(step, "text", step)), name="Agent step")

        return told

    def task_is_valid(self, task_data: Data, crew_type: Any) -> bool:
        """Is it a task for that kind of crew?"""
        kind = getattr(crew_type, "value", crew_type)
        return bool(getattr(task_data, "_kind_of_crew", None) == kind)

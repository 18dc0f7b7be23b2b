"""Python that a flow's author or a model wrote, as components run it: in a confined process of the host's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from execution.engine.errors import EngineError

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

SERVICE = "code"


class CodeUnavailable(EngineError):
    """This host runs no code."""

    code = "custom_code_off"
    message = "This server does not run code that comes with a flow (LANGFLOW_CUSTOM_CODE=off)."


class CodeRaised(EngineError):
    """The code raised where its result is needed."""

    code = "code_raised"
    message = "{kind} in line {line}: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeError:
    """What the code raised."""

    kind: str
    """Name of the exception's class."""
    message: str
    shown: str
    """The exception as Python writes it, with its class and its arguments."""
    line: int | None
    """Line of the source; None where it never got there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOutcome:
    """What came of a piece of Python."""

    printed: str
    result: Any
    """A JSON value; None where no result was asked for or the code raised."""
    error: CodeError | None

    def value(self) -> Any:
        """Return the result; raise CodeRaised where there is none."""
        if self.error is not None:
            raise CodeRaised(kind=self.error.kind, line=self.error.line or "?", reason=self.error.message)
        return self.result

    def told(self) -> str:
        """Return what an interpreter shows: the printed text, or the exception where there is one."""
        return self.printed.strip() if self.error is None else self.error.shown


class CodeRunner(Protocol):
    """The host's service `code`."""

    async def run(
        self,
        source: str,
        *,
        on_behalf_of: RunContext,
        imports: Sequence[str] = (),
        names: Mapping[str, Any] | None = None,
        result: str | None = None,
    ) -> CodeOutcome:
        """Run the source, then work out the expression `result`.

        It finds the modules of `imports` and the JSON values of `names` under their names. What it raises is in the
        outcome. Raises EngineError where code is not run here, or where it was stopped at a limit.
        """


async def run_code(
    run: RunContext,
    source: str,
    *,
    imports: Sequence[str] = (),
    names: Mapping[str, Any] | None = None,
    result: str | None = None,
) -> CodeOutcome:
    """Have the run's host run the source; raise CodeUnavailable where it runs none."""
    runner: CodeRunner | None = run.services.get(SERVICE)
    if runner is None:
        raise CodeUnavailable
    return await runner.run(source, on_behalf_of=run, imports=imports, names=names, result=result)


def module_names(listed: str | None) -> list[str]:
    """Return the modules that a field lists, separated by commas."""
    return [name for part in (listed or "").split(",") if (name := part.strip())]


def without_fence(source: str | None) -> str:
    """Return code without the fence that models write around it."""
    text = (source or "").strip()
    if not text.startswith("```"):
        return text.strip("`")
    first, _, rest = text.strip("`").partition("\n")
    return rest.strip() if first.strip().lower() in {"", "python", "py", "python3"} else f"{first}\n{rest}".strip()

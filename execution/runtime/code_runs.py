"""The service `code`: pieces of Python in confined processes, also where the operator trusts component code.

Trust is given to what people save in flows; models write such pieces too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from execution.components.python_code import CodeError, CodeOutcome, CodeUnavailable
from execution.engine.ports import RunContext
from execution.runtime.isolation.pool import Tenant, pool

OFF = "off"


class ConfinedCode:
    """What components get as the service `code`."""

    async def run(
        self,
        source: str,
        *,
        on_behalf_of: RunContext,
        imports: Sequence[str] = (),
        names: Mapping[str, Any] | None = None,
        result: str | None = None,
    ) -> CodeOutcome:
        """Run the source; raise CodeUnavailable where code is turned off, and what `isolation.errors` lists."""
        if settings.LANGFLOW.CUSTOM_CODE == OFF:
            raise CodeUnavailable
        async with pool().process_for(_tenant(on_behalf_of)) as process:
            script = {"source": source, "imports": list(imports), "names": dict(names or {}), "result": result}
            told = await process.ask("script", await process.encoded(script))
        error = None if told["error"] is None else CodeError(**told["error"])
        return CodeOutcome(printed=str(told["printed"]), result=told["result"], error=error)


def _tenant(run: RunContext) -> Tenant:
    """Conversations share no process: what one has written there, another must not meet."""
    return Tenant(run.user_id, f"scripts of {run.flow_id} in {run.session_id}")

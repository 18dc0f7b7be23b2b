"""What a component may know and use while its node is edited: whose node it is. Nothing runs, nothing is kept."""

import uuid

from execution.components.sub_flows.ports import SERVICE
from execution.engine.ports import RunContext
from execution.runtime.messages import RunMessages
from execution.runtime.services import HOST_SERVICES
from execution.runtime.sub_flows import UserFlows
from execution.runtime.variables import RunVariables
from execution.wire.redaction import Secrets

NO_FLOW = uuid.UUID(int=0)


def editing_context(user_id: uuid.UUID, secrets: Secrets | None = None) -> RunContext:
    """Return the context for a component's hooks; variables that are missing read as empty.

    `secrets` remembers those that a hook asked for: they must not stand in the answer.
    """
    return RunContext(
        run_id="",
        flow_id="",
        flow_name="",
        user_id=str(user_id),
        session_id="",
        variables=RunVariables(user_id=user_id, secrets=secrets),
        messages=RunMessages(flow_id=NO_FLOW, user_id=user_id, run_id=NO_FLOW, session_id=""),
        services={**HOST_SERVICES, SERVICE: UserFlows(user_id)},
    )

"""Ask an assistant, and let it correct a component that is no good."""

import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from execution.assistant import selectors
from execution.assistant.answers import class_name_in, component_code_in
from execution.assistant.assistants import ASSISTANTS, CONTEXT, FLOW_ASSISTANT, MODEL_FIELD
from execution.assistant.errors import AssistantSaysNothing, AssistantUnknown
from execution.assistant.model_choice import chosen_model
from execution.assistant.serializers import AssistantRequest
from execution.engine.custom_code.checks import check_component_code
from execution.engine.errors import EngineError
from execution.engine.values import Message
from execution.runtime.components import OFF, node_of_code
from execution.runtime.editing import editing_context
from execution.runtime.failures import raise_for
from execution.runtime.run import FinishedRun, FlowRun
from execution.runtime.user_models import models_of_user
from execution.runtime.watching import watched
from execution.wire import assistance
from execution.wire.outputs import Wire
from execution.wire.redaction import MaskedLines, Secrets
from execution.wire.runs import stream_line
from flows.selectors import RunnableFlow
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError

CHAT_OUTPUT = "ChatOutput"

CORRECT_IT = """\
This component does not work:

{problem}

Its code:

```python
{code}
```

Answer with the whole corrected code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an assistant is asked, and by whom."""

    flow: RunnableFlow
    user_id: uuid.UUID
    session_id: str
    text: str
    context: str
    model: Mapping[str, Any]
    variables: Mapping[str, str]
    most_retries: int

    def run(self, text: str) -> FlowRun:
        """Return the run that puts the text to the assistant."""
        return FlowRun(
            flow=self.flow,
            user_id=self.user_id,
            session_id=self.session_id,
            input_value=text,
            tweaks={CONTEXT["node"]: {CONTEXT["field"]: self.context}, MODEL_FIELD: [self.model]},
            variables=self.variables,
            stream=True,
        )


async def question_of(
    user: Any, body: AssistantRequest, variables: Mapping[str, str], *, name: str = FLOW_ASSISTANT
) -> Question:
    """Return what is to be asked; raises where there is no such assistant or no model to ask."""
    assistant = ASSISTANTS.get(name)
    if assistant is None:
        raise AssistantUnknown(name=name)
    model = chosen_model(await models_of_user(user.pk), provider=body.provider, model_name=body.model_name)
    flow, context = await in_database(
        selectors.flow_and_context,
        user,
        assistant,
        flow_id=body.flow_id,
        component_id=body.component_id,
        field_name=body.field_name,
    )
    return Question(
        flow=flow,
        user_id=user.pk,
        session_id=body.session_id or str(uuid.uuid4()),
        text=body.input_value or assistant.usual_question,
        context=context,
        model=model,
        variables=variables,
        most_retries=body.most_retries,
    )


async def answer_to(question: Question) -> Wire:
    """Return what the assistant says."""
    return await _last_of(_asked(question, question.text))


async def assisted(question: Question) -> Wire:
    """The same, with a component in the answer checked and, if need be, corrected."""
    return await _last_of(_assistance(question))


async def frames_of(question: Question) -> AsyncIterator[bytes]:
    """Do that while somebody reads how far it is. The last event is `complete` or `error`."""
    async with aclosing(_assistance(question)) as events:
        try:
            async for event in events:
                yield assistance.frame(event)
        except ServerError as error:
            yield assistance.frame(assistance.failure(str(error), code=error.facts.get("error_code", error.code)))


async def _last_of(events: AsyncGenerator[Wire]) -> Wire:
    """Return what the last event, which is `complete`, holds."""
    async with aclosing(events):
        last = [event async for event in events][-1]
    answer: Wire = last["data"]
    return answer


async def _assistance(question: Question) -> AsyncGenerator[Wire]:
    """Ask until the answer holds no component, a good one, or one that may not be corrected any more."""
    text, answer = question.text, {}
    for attempt in range(question.most_retries + 1):
        async with aclosing(_attempt(question, text, Steps(attempt, question.most_retries))) as events:
            async for event in events:
                if event["event"] == "complete":
                    answer = event["data"]
                else:
                    yield event
        if answer.get("validated", True):
            break
        text = CORRECT_IT.format(problem=answer["validation_error"], code=answer["component_code"])
    yield assistance.complete(answer)


async def _attempt(question: Question, text: str, steps: "Steps") -> AsyncGenerator[Wire]:
    """Ask once and check what comes; the last event is `complete`."""
    yield steps.of(assistance.GENERATING_COMPONENT if steps.attempt else assistance.GENERATING)
    answer: Wire = {}
    async with aclosing(_asked(question, text)) as events:
        async for event in events:
            if event["event"] == "complete":
                answer = event["data"]
            else:
                yield event
    yield steps.of(assistance.GENERATED)
    if code := component_code_in(answer["result"]):
        yield steps.of(assistance.EXTRACTING)
        yield steps.of(assistance.VALIDATING)
        problem = await problem_with(code, question.user_id)
        answer = assistance.checked(
            answer, code=code, class_name=class_name_in(code), problem=problem, attempts=steps.attempt + 1
        )
        for step in steps.after_check(answer):
            yield step
    yield assistance.complete(answer)


@dataclass(frozen=True, slots=True)
class Steps:
    """Tells how far one attempt is."""

    attempt: int
    most: int

    def of(self, step: str, **facts: Any) -> Wire:
        return assistance.progress(step, attempt=self.attempt, most=self.most, **facts)

    def after_check(self, answer: Wire) -> list[Wire]:
        """Return what is told about a component that was checked."""
        facts = {"class_name": answer["class_name"], "component_code": answer["component_code"]}
        if answer["validated"]:
            return [self.of(assistance.VALIDATED, **facts)]
        problem = answer["validation_error"]
        failed = self.of(assistance.VALIDATION_FAILED, error=problem, **facts)
        return [failed] if self.attempt == self.most else [failed, self.of(assistance.RETRYING, error=problem)]


async def _asked(question: Question, text: str) -> AsyncGenerator[Wire]:
    """Put the text to the assistant: yield its tokens as they come, last `complete` with its answer."""
    run = question.run(text)
    masking = MaskedLines(run.secrets)
    async with aclosing(watched(run)) as events:
        async for event in events:
            if isinstance(event, FinishedRun):
                yield assistance.complete(_answer_of(event))
            elif (line := stream_line(event)) and line["event"] == "token":
                for safe in masking.of([line]):
                    yield assistance.token(safe["data"]["chunk"])


def _answer_of(finished: FinishedRun) -> Wire:
    """Return what the Chat Output gave; raise RunFailed or AssistantSaysNothing."""
    raise_for(finished.outcome, str(finished.run.run_id), finished.run.secrets)
    for result in finished.outcome.results.values():
        said = next((value for value in result.values.values() if isinstance(value, Message)), None)
        if result.type == CHAT_OUTPUT and said is not None:
            return assistance.answer_wire(
                text=finished.run.secrets.masked(said.get_text()),
                component=result.display_name,
                component_id=result.vertex_id,
                session_id=finished.run.session,
            )
    raise AssistantSaysNothing(name=finished.run.flow.name)


async def problem_with(code: str, user_id: uuid.UUID) -> str | None:
    """Return why the code is no component that would work, or None.

    It is loaded where the user's own code would run; where none may run it is only read.
    """
    secrets = Secrets()
    try:
        if settings.LANGFLOW.CUSTOM_CODE == OFF:
            check_component_code(code)
        else:
            await node_of_code(code, editing_context(user_id, secrets))
    except EngineError as error:
        return str(secrets.masked(str(error)))
    return None

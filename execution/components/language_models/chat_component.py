"""What every chat model component does with the model that it makes: answer a question, or hand the model on."""

from abc import ABC
from typing import TYPE_CHECKING, Any, ClassVar

from execution.components.language_models.answering import Answer, answer, streamed_answer
from execution.components.language_models.asking import ModelAsker
from execution.components.language_models.conversation import conversation
from execution.components.language_models.errors import ProviderError
from execution.components.language_models.failures import Asked
from execution.engine.fields import Output
from execution.engine.values import Message, Properties, Source, TextStream

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

ANSWER_SENDER = "Machine"
ANSWER_SENDER_NAME = "AI"


class ChatModelComponent(ModelAsker, ABC):
    """Base of the chat model components. A subclass says which provider and which settings its fields mean."""

    outputs = [
        Output(name="text_output", display_name="Model Response", method="text_response", types=["Message"]),
        Output(name="model_output", display_name="Language Model", method="build_model", types=["LanguageModel"]),
    ]
    traced_as = "llm"
    quotes_refusals: ClassVar[bool] = True
    """Does a refusal say only the provider's own sentence, or all that came back? Clients know either."""
    input_value: Message | None
    system_message: str | None
    stream: bool

    async def build_model(self) -> Any:
        """Return the chat model, for components that talk to it themselves."""
        model, _ = await self.model_to_ask()
        return model

    async def text_response(self) -> Message:
        """Return the model's answer; where somebody watches the chat, show it there as it comes."""
        model, asked = await self.model_to_ask()
        messages = await conversation(self.input_value, system_message=self.instructions(), run=self.run)
        try:
            if self._shows_tokens():
                return await self._shown_answer(await streamed_answer(model, messages, asked), asked)
            return await self._whole_answer(model, messages, asked)
        except ProviderError as error:
            self._tell(error)
            raise

    def _tell(self, error: ProviderError) -> None:
        if error.words is not None and self.quotes_refusals:
            error.args = (error.words,)
        error.words = error.kind = None  # what the error says is all that the chat shows

    def instructions(self) -> Any:
        """Return what the model reads before the input."""
        return self.system_message

    async def _whole_answer(self, model: Any, messages: "list[BaseMessage]", asked: Asked) -> Message:
        found: Answer = await answer(model, messages, asked)
        self.status = found.text
        return Message(text=found.text, properties=Properties(source=self._source(asked), usage=found.usage))

    async def _shown_answer(self, stream: TextStream, asked: Asked) -> Message:
        shown = await self.send_message(
            Message(
                text=stream,
                sender=ANSWER_SENDER,
                sender_name=ANSWER_SENDER_NAME,
                session_id=self.run.session_id,
                properties=Properties(source=self._source(asked), icon=self.icon, state="partial"),
            )
        )
        self.status = shown.get_text()
        return shown

    def _shows_tokens(self) -> bool:
        # Only a Chat Output shows tokens; anything else behind the model needs the whole text anyway.
        wanted = bool(self.stream) or self.run.stream
        return wanted and self.run.emit is not None and self.vertex.leads_to("ChatOutput")

    def _source(self, asked: Asked) -> Source:
        return Source(id=self.vertex.id, display_name=self.vertex.display_name, source=asked.model)

"""What every chat model component does with the model that it makes: answer a question, or hand the model on."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from execution.components.language_models.answering import Answer, Asked, answer, streamed_answer
from execution.components.language_models.conversation import conversation
from execution.components.language_models.errors import ApiKeyMissing
from execution.components.language_models.openai_chat import ChatSettings
from execution.components.language_models.providers import Provider
from execution.engine.component import Component
from execution.engine.errors import UnknownVariable
from execution.engine.fields import Output
from execution.engine.values import Message, Properties, Source, TextStream

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

ANSWER_SENDER = "Machine"
ANSWER_SENDER_NAME = "AI"


class ChatModelComponent(Component, ABC):
    """Base of the chat model components. A subclass says which provider and which settings its fields mean.

    Fields of flows become attributes, declared or not: methods here have names that no field has.
    """

    outputs = [
        Output(name="text_output", display_name="Model Response", method="text_response", types=["Message"]),
        Output(name="model_output", display_name="Language Model", method="build_model", types=["LanguageModel"]),
    ]
    extra = "openai"

    input_value: Message | None
    system_message: str | None
    stream: bool

    def __init__(self) -> None:
        super().__init__()
        self._model_name = ""

    @abstractmethod
    def chosen_provider(self) -> Provider:
        """Return whose model the fields choose; raise ModelError when they choose none."""

    @abstractmethod
    async def chat_settings(self) -> ChatSettings:
        """Return the settings that the fields mean."""

    def connected_model(self) -> Any:
        """Return the model that an edge brings instead of the settings, or None."""
        return None

    async def build_model(self) -> Any:
        """Return the chat model, for components that talk to it themselves."""
        model, _ = await self._chosen()
        return model

    async def text_response(self) -> Message:
        """Return the model's answer; where somebody watches the chat, show it there as it comes."""
        model, asked = await self._chosen()
        messages = await conversation(self.input_value, system_message=self.system_message)
        if self._shows_tokens():
            return await self._shown_answer(await streamed_answer(model, messages, asked), asked)
        return await self._whole_answer(model, messages, asked)

    @property
    def source_name(self) -> str:
        """The model's name, once it was asked."""
        return self._model_name or super().source_name

    async def _chosen(self) -> tuple[Any, Asked]:
        model = self.connected_model()
        if model is not None:
            name = getattr(model, "model_name", None) or type(model).__name__
            return model, Asked(
                model=str(name), base_url=str(getattr(model, "openai_api_base", None) or "its provider")
            )
        provider = self.chosen_provider()
        settings = await self.chat_settings()
        self._model_name = settings.model
        await provider.load()
        asked = Asked(model=settings.model, base_url=settings.address, secret=settings.api_key)
        return provider.make(settings), asked

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
                properties=Properties(source=self._source(asked), icon=self.icon),
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

    async def key_or_variable(self, given: str | None, provider: Provider) -> str:
        """Return the key from the field, else from the provider's variable; raise ApiKeyMissing."""
        found = given or await self._variable(provider.key_variable)
        if not found:
            raise ApiKeyMissing(provider=provider.name, variable=provider.key_variable)
        return found

    async def _variable(self, name: str) -> str | None:
        try:
            return await self.run.variables.value_of(name)
        except UnknownVariable:
            return None

"""Images that come with a question."""

import pytest

from execution.components.files import SERVICE, FileNotThere
from execution.components.input_output.chat_input import ChatInput
from execution.components.language_models.conversation import conversation
from execution.components.language_models.images import content_of
from execution.engine.values import Message
from tests.execution.components.memory_files import MemoryFiles
from tests.execution.components.running import Bench

QUESTION = Message(text="What is this?", files=["u/dot.png", "u/notes.txt"])
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,UE5H"}}


def run_with(files: MemoryFiles | None) -> Bench:
    bench = Bench(ChatInput)
    bench.context.services = {SERVICE: files} if files else {}
    return bench


async def test_the_images_stand_behind_the_text() -> None:
    run = run_with(MemoryFiles(**{"u/dot.png": b"PNG", "u/notes.txt": b"no image"})).context
    (asked,) = await conversation(QUESTION, run=run)
    assert asked.content == [{"type": "text", "text": "What is this?"}, IMAGE]


async def test_a_question_without_images_is_a_text() -> None:
    run = run_with(MemoryFiles()).context
    assert await content_of("hi", Message(text="hi", files=["u/notes.txt"]), run) == "hi"
    assert await content_of("hi", "hi", run) == "hi"


async def test_a_run_without_files_asks_with_the_text_alone() -> None:
    assert await content_of("hi", QUESTION, run_with(None).context) == "hi"


async def test_an_image_that_is_not_there_is_told() -> None:
    with pytest.raises(FileNotThere):
        await content_of("hi", QUESTION, run_with(MemoryFiles()).context)

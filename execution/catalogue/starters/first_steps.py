"""The three examples that editors offer first: they look for these names. Each function draws one."""

from execution.catalogue.drawing import Drawing
from execution.catalogue.starters.starter import CHOSEN_MODEL, KEY_NOTE, Starter, draw_model


def basic_prompting() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0))
    guide = canvas.add_prompt(
        "guide",
        "You show visitors around a small museum of calculating machines: the abacus, Leibniz's drum, the Curta. "
        "Answer in at most four sentences, as if you stood before the machine, and end with what to look at next.",
        at=(0, 0.9),
        title="Guide",
    )
    model = draw_model(canvas, "model", at=(1, 0.2))
    said = canvas.add("ChatOutput", "said", at=(2, 0.5))
    canvas.connect(asked, "message", model, "input_value")
    canvas.connect(guide, "prompt", model, "system_message")
    canvas.connect(model, "text_output", said, "input_value")
    canvas.note(
        f"### Basic prompting\n{KEY_NOTE}\n\nThe prompt says who the model is; rewrite it and ask the same question "
        "again. Try *What does the crank do?*",
        at=(0, -0.9),
    )
    return Starter(
        name="Basic Prompting",
        description="A model that plays the part which a prompt gives it.",
        icon="MessagesSquare",
        gradient="13",
        tags=["chatbots"],
        data=canvas.data,
    )


def simple_agent() -> Starter:
    canvas = Drawing()
    pages = canvas.add_tool("URLComponent", "pages", at=(0, 0))
    sums = canvas.add_tool("CalculatorComponent", "sums", at=(0, 1))
    asked = canvas.add("ChatInput", "asked", at=(0, 1.8))
    agent = canvas.add(
        "Agent",
        "agent",
        at=(1, 0.5),
        model=CHOSEN_MODEL,
        system_prompt="You find things out. Read pages instead of guessing what they say, leave sums to the "
        "calculator, and name the page that an answer comes from.",
    )
    said = canvas.add("ChatOutput", "said", at=(2, 0.8))
    for tool in (pages, sums):
        canvas.connect(tool, "component_as_tool", agent, "tools")
    canvas.connect(asked, "message", agent, "input_value")
    canvas.connect(agent, "response", said, "input_value")
    canvas.note(
        f"### Simple agent\n{KEY_NOTE}\n\nThe agent decides which of its tools to use, and how often. Every component "
        "with *Tool Mode* can become one. Try *How many words has the page example.com, times 17?*",
        at=(1, -0.9),
    )
    return Starter(
        name="Simple Agent",
        description="An agent that reads pages and calculates.",
        icon="Bot",
        gradient="14",
        tags=["assistants", "agents"],
        data=canvas.data,
    )


def vector_store_rag() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0.8))
    knowledge = canvas.add("KnowledgeBase", "knowledge", at=(1, 0), top_k=4, include_metadata=False)
    found = canvas.add("ParserComponent", "found", at=(2, 0), title="Found texts", pattern="{content}")
    prompt = canvas.add_prompt(
        "prompt",
        "Answer the question by the texts alone. If they do not say it, say that you do not know.\n\nTexts:\n{texts}"
        "\n\nQuestion: {question}",
        at=(3, 0.4),
    )
    model = draw_model(canvas, "model", at=(4, 0.2), temperature=0)
    said = canvas.add("ChatOutput", "said", at=(5, 0.5))
    canvas.connect(asked, "message", knowledge, "search_query")
    canvas.connect(knowledge, "retrieve_data", found, "input_data")
    canvas.connect(found, "parsed_text", prompt, "texts")
    canvas.connect(asked, "message", prompt, "question")
    canvas.connect(prompt, "prompt", model, "input_value")
    canvas.connect(model, "text_output", said, "input_value")
    canvas.note(
        f"### Vector store RAG\n{KEY_NOTE}\n\nMake a knowledge base under *Knowledge*, put files into it, and choose "
        "it in *Knowledge Base*. The texts nearest to a question go to the model together with it.",
        at=(0, -0.9),
    )
    return Starter(
        name="Vector Store RAG",
        description="Answers questions from the files of a knowledge base.",
        icon="Database",
        gradient="15",
        tags=["q-a", "rag"],
        data=canvas.data,
    )

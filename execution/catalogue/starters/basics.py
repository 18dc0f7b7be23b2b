"""Examples of what flows are made of. Each function draws one; its file bears the function's name."""

from execution.catalogue.drawing import Drawing
from execution.catalogue.starters.starter import KEY_NOTE, Starter, draw_model


def echo() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0))
    said = canvas.add("ChatOutput", "said", at=(1, 0))
    canvas.connect(asked, "message", said, "input_value")
    canvas.note(
        "### Echo\nThe smallest flow there is: what comes in goes out. Use it to see that the server runs, and as a "
        "start for your own.",
        at=(0, -1),
    )
    return Starter(
        name="Echo",
        description="Answers with what you said. Needs no model and no key.",
        icon="Repeat2",
        gradient="0",
        tags=["basics"],
        endpoint_name="echo",
        needs_model=False,
        data=canvas.data,
    )


def front_desk() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0.5))
    router = canvas.add(
        "ConditionalRouter",
        "about_money",
        at=(1, 0.2),
        title="About money?",
        operator="regex",
        match_text=r"(?i).*\b(refund|money back|invoice|receipt)\b.*",
        true_case_message="Accounts desk: tell us your order number and we will check the payment today.",
        false_case_message="Front desk: thanks for writing. Somebody will be with you in a minute.",
    )
    accounts = canvas.add("ChatOutput", "accounts", at=(2, 0), sender_name="Accounts", title="Accounts")
    front = canvas.add("ChatOutput", "front", at=(2, 1), sender_name="Front desk", title="Front desk")
    canvas.connect(asked, "message", router, "input_text")
    canvas.connect(router, "true_result", accounts, "input_value")
    canvas.connect(router, "false_result", front, "input_value")
    canvas.note(
        "### Front desk\nIf-Else looks for words about money and sends the visitor to one of two desks. Only one of "
        "the branches runs. Try *I want a refund* and *hello*.",
        at=(0, -0.8),
    )
    return Starter(
        name="Front Desk",
        description="Sends a message to one of two desks by the words in it. Needs no model.",
        icon="Split",
        gradient="1",
        tags=["basics", "classification"],
        needs_model=False,
        data=canvas.data,
    )


def invitation_writer() -> Starter:
    canvas = Drawing()
    guest = canvas.add("ChatInput", "guest", at=(0, 0), title="Guest")
    occasion = canvas.add(
        "TextInput", "occasion", at=(0, 0.7), title="Occasion", input_value="the opening of our workshop"
    )
    host = canvas.add("TextInput", "host", at=(0, 1.5), title="Host", input_value="Ada and Grace")
    letter = canvas.add_prompt(
        "letter",
        "Dear {guest},\n\nwe would love to see you at {occasion}. There will be cake.\n\nYours,\n{host}",
        at=(1, 0.5),
        title="Letter",
    )
    said = canvas.add("ChatOutput", "said", at=(2, 0.6))
    canvas.connect(guest, "message", letter, "guest")
    canvas.connect(occasion, "text", letter, "occasion")
    canvas.connect(host, "text", letter, "host")
    canvas.connect(letter, "prompt", said, "input_value")
    canvas.note(
        "### Invitation\nEach name in braces becomes a field of the template. Type a guest's name in the chat; "
        "change occasion and host on the left, or by a tweak when you run the flow over the API.",
        at=(0, -1),
    )
    return Starter(
        name="Invitation Writer",
        description="Fills a letter with a guest's name and two texts of your own. Needs no model.",
        icon="MailOpen",
        gradient="2",
        tags=["basics", "content-generation"],
        needs_model=False,
        data=canvas.data,
    )


def shopping_list() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0.4), title="Things to buy")
    split = canvas.add(
        "SplitText", "lines", at=(1, 0), title="One row each", separator=",", chunk_size=1, chunk_overlap=0
    )
    loop = canvas.add("LoopComponent", "each", at=(2, 0.1), title="For each row")
    box = canvas.add("ParserComponent", "box", at=(3, -0.6), title="Box before it", pattern="[ ] {text}")
    join = canvas.add("ParserComponent", "list", at=(3, 0.9), title="Below each other", pattern="{text}")
    said = canvas.add("ChatOutput", "said", at=(4, 1))
    canvas.connect(asked, "message", split, "data_inputs")
    canvas.connect(split, "dataframe", loop, "data")
    canvas.connect(loop, "item", box, "input_data")
    canvas.connect_back(box, "parsed_text", loop, "item")
    canvas.connect(loop, "done", join, "input_data")
    canvas.connect(join, "parsed_text", said, "input_value")
    canvas.note(
        "### Shopping list\nSplit Text makes a row of everything between two commas. The loop sends each row "
        "through its body and collects what comes back. Try *milk, bread, two lemons*.",
        at=(0, -0.9),
    )
    return Starter(
        name="Shopping List",
        description="Makes a list with boxes to tick from things separated by commas. Shows a loop; needs no model.",
        icon="ListChecks",
        gradient="3",
        tags=["basics", "loops"],
        needs_model=False,
        data=canvas.data,
    )


def order_ticket() -> Starter:
    canvas = Drawing()
    order = canvas.add("Webhook", "order", at=(0, 0), title="Order arrives")
    ticket = canvas.add(
        "ParserComponent", "ticket", at=(1, 0), title="Ticket", pattern="ORDER {number}\n{quantity} x {article}"
    )
    said = canvas.add("ChatOutput", "said", at=(2, 0.2), sender_name="Orders")
    canvas.connect(order, "output_data", ticket, "input_data")
    canvas.connect(ticket, "parsed_text", said, "input_value")
    canvas.note(
        '### Order ticket\nAnother program posts JSON such as\n`{"number": 7, "quantity": 2, "article": "lamp"}`\n'
        "to the address that the webhook shows; the parser writes a ticket from it.",
        at=(0, -1),
    )
    return Starter(
        name="Order Ticket",
        description="Turns the JSON that another program posts into a ticket. Needs no model.",
        icon="Ticket",
        gradient="4",
        tags=["webhook"],
        needs_model=False,
        data=canvas.data,
    )


def chat_with_memory() -> Starter:
    canvas = Drawing()
    history = canvas.add("Memory", "history", at=(0, 0), n_messages=20)
    asked = canvas.add("ChatInput", "asked", at=(0, 1.3))
    prompt = canvas.add_prompt(
        "prompt",
        "You are helpful and honest. What was said so far:\n{history}\n\nNow the user says:\n{question}",
        at=(1, 0.4),
    )
    model = draw_model(canvas, "model", at=(2, 0.2))
    said = canvas.add("ChatOutput", "said", at=(3, 0.6))
    canvas.connect(history, "messages_text", prompt, "history")
    canvas.connect(asked, "message", prompt, "question")
    canvas.connect(prompt, "prompt", model, "input_value")
    canvas.connect(model, "text_output", said, "input_value")
    canvas.note(
        f"### Chat with memory\n{KEY_NOTE}\n\nMessage History puts the last messages of the session before each "
        "question. A new session starts with an empty memory.",
        at=(0, -1),
    )
    return Starter(
        name="Chat with Memory",
        description="A conversation in which the model remembers what was said.",
        icon="MessagesSquare",
        gradient="5",
        tags=["chatbots"],
        endpoint_name="chat-with-memory",
        data=canvas.data,
    )


def summariser() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0.4), title="Long text")
    model = draw_model(
        canvas,
        "model",
        at=(1, 0),
        system_message="Summarise the text you get in at most three sentences. Keep names, numbers and dates. "
        "Write in the language of the text and add nothing of your own.",
    )
    said = canvas.add("ChatOutput", "said", at=(2, 0.4), title="Summary")
    canvas.connect(asked, "message", model, "input_value")
    canvas.connect(model, "text_output", said, "input_value")
    canvas.note(f"### Summariser\n{KEY_NOTE}\n\nPaste a text into the chat.", at=(0, -0.8))
    return Starter(
        name="Summariser",
        description="Says in three sentences what a long text is about.",
        icon="AlignLeft",
        gradient="6",
        tags=["content-generation"],
        data=canvas.data,
    )


def translator() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0), title="Text")
    language = canvas.add("TextInput", "language", at=(0, 0.8), title="Language", input_value="Italian")
    prompt = canvas.add_prompt(
        "prompt", "Translate into {language}. Answer with the translation only.\n\n{text}", at=(1, 0.2)
    )
    model = draw_model(canvas, "model", at=(2, 0), temperature=0)
    said = canvas.add("ChatOutput", "said", at=(3, 0.4), title="Translation")
    canvas.connect(language, "text", prompt, "language")
    canvas.connect(asked, "message", prompt, "text")
    canvas.connect(prompt, "prompt", model, "input_value")
    canvas.connect(model, "text_output", said, "input_value")
    canvas.note(
        f"### Translator\n{KEY_NOTE}\n\nThe language stands in a Text Input of its own: over the API a tweak changes "
        "it for one run.",
        at=(0, -1),
    )
    return Starter(
        name="Translator",
        description="Translates what you write into a language of your choice.",
        icon="Languages",
        gradient="7",
        tags=["content-generation"],
        data=canvas.data,
    )


def contact_extractor() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0.4), title="Letter or mail")
    model = canvas.add(
        "OpenAIModel",
        "model",
        at=(1, 0),
        json_mode=True,
        temperature=0,
        system_message="Find the sender of the text. Answer with one JSON object with the keys name, company, email, "
        "phone and request; use null for what the text does not say.",
    )
    said = canvas.add("ChatOutput", "said", at=(2, 0.4), title="JSON")
    canvas.connect(asked, "message", model, "input_value")
    canvas.connect(model, "text_output", said, "input_value")
    canvas.note(
        f"### Contact extractor\n{KEY_NOTE}\n\nJSON mode makes sure that programs can read the answer. The address "
        "of another server that speaks OpenAI's protocol fits into *OpenAI API Base*.",
        at=(0, -0.9),
    )
    return Starter(
        name="Contact Extractor",
        description="Finds name, company and request in a letter and answers in JSON.",
        icon="Contact",
        gradient="8",
        tags=["classification"],
        data=canvas.data,
    )


def draft_and_review() -> Starter:
    canvas = Drawing()
    asked = canvas.add("ChatInput", "asked", at=(0, 0.4), title="Topic")
    writer = draw_model(
        canvas,
        "writer",
        at=(1, 0),
        title="Writer",
        temperature=0.7,
        system_message="Write a short, lively paragraph about the topic you get.",
    )
    editor = draw_model(
        canvas,
        "editor",
        at=(2, 0),
        title="Editor",
        system_message="You get a draft. Correct mistakes, shorten what is too long, cut clichés, and answer with the "
        "improved text only.",
    )
    said = canvas.add("ChatOutput", "said", at=(3, 0.4))
    canvas.connect(asked, "message", writer, "input_value")
    canvas.connect(writer, "text_output", editor, "input_value")
    canvas.connect(editor, "text_output", said, "input_value")
    canvas.note(
        f"### Draft and review\n{KEY_NOTE}\n\nTwo models in a row: the second one works on what the first one wrote.",
        at=(0, -0.8),
    )
    return Starter(
        name="Draft and Review",
        description="One model writes, a second one edits.",
        icon="PenLine",
        gradient="9",
        tags=["content-generation", "chains"],
        data=canvas.data,
    )

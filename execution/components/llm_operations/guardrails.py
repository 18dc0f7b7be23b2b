"""Guardrails: let a model say whether a text may go on."""

from execution.components.guarding import (
    ATTACKS,
    CUSTOM,
    FENCE,
    INSTRUCTIONS,
    QUESTION,
    RULES,
    TextMissing,
    attack_score,
    is_clean,
    why,
)
from execution.components.language_models.answering import answer
from execution.components.language_models.choosing import ModelChooser
from execution.components.language_models.conversation import conversation
from execution.components.language_models.fields import MODEL, MODEL_KEY
from execution.engine.fields import BoolInput, MultilineInput, MultiselectInput, Output, RangeSpec, SliderInput
from execution.engine.values import Data


class GuardrailValidator(ModelChooser):
    """Check a text against rules and hand it to Pass or Fail."""

    display_name = "Guardrails"
    description = "Checks a text for secrets, attacks and offence before it goes on."
    documentation = "https://docs.langflow.org/guardrails"
    icon = "shield-check"

    inputs = [
        MODEL,
        MODEL_KEY,
        MultiselectInput(
            name="enabled_guardrails",
            display_name="Guardrails",
            info="What the text is checked for.",
            options=list(RULES),
            required=True,
            value=["PII", "Tokens/Passwords", "Jailbreak"],
        ),
        MultilineInput(
            name="input_text",
            display_name="Input Text",
            info="The text.",
            required=True,
        ),
        BoolInput(
            name="enable_custom_guardrail",
            display_name="Enable Custom Guardrail",
            info="Check for something of your own as well.",
            advanced=True,
        ),
        MultilineInput(
            name="custom_guardrail_explanation",
            display_name="Custom Guardrail Description",
            info="What the text must not hold, in your words.",
            advanced=True,
        ),
        SliderInput(
            name="heuristic_threshold",
            display_name="Heuristic Detection Threshold",
            info="How many signs of an attack are enough to refuse a text without asking the model; low is strict.",
            advanced=True,
            max_label="Permissive",
            max_label_icon="lock-open",
            min_label="Strict",
            min_label_icon="lock",
            range_spec=RangeSpec(min=0, max=1),
            value=0.7,
        ),
    ]
    outputs = [
        Output(name="pass_result", display_name="Pass", method="process_check", group_outputs=True),
        Output(name="failed_result", display_name="Fail", method="process_check", group_outputs=True),
    ]

    input_text: str | None
    enabled_guardrails: list[str]
    enable_custom_guardrail: bool
    custom_guardrail_explanation: str | None
    heuristic_threshold: float | None

    def __init__(self) -> None:
        super().__init__()
        self._found: Data | None = None

    async def process_check(self) -> Data:
        """Return the text with what was found, and stop the output that it does not belong to."""
        if self._found is None:
            self._found = await self._checked()
        passed = self._found.data["result"] == "pass"
        self.stop("failed_result" if passed else "pass_result")
        return self._found

    async def _checked(self) -> Data:
        text = self.input_text or ""
        if not text.strip():
            raise TextMissing
        rules = self._rules()
        reasons = [reason for name, rule in rules.items() if (reason := await self._reason_against(text, name, rule))]
        if not reasons:
            self.status = f"OK: All {len(rules)} guardrail checks passed"
            return Data(data={"text": text, "result": "pass"})
        justification = "\n".join(reasons)
        self.status = f"FAILED: Guardrail validation failed:\n{justification}"
        return Data(data={"text": text, "result": "fail", "justification": justification})

    def _rules(self) -> dict[str, str]:
        rules = {name: RULES[name] for name in self.enabled_guardrails if name in RULES}
        if self.enable_custom_guardrail and self.custom_guardrail_explanation:
            rules[CUSTOM] = self.custom_guardrail_explanation
        return rules

    async def _reason_against(self, text: str, name: str, rule: str) -> str | None:
        """Return why the text breaks the rule, or None."""
        if name in ATTACKS and 0 < attack_score(text) >= (self.heuristic_threshold or 0):
            return f"{name}: The input shows typical signs of an attack."
        model, asked = await self.model_to_ask()
        question = QUESTION.format(rule=rule, text=text.replace(FENCE, ""), fence=FENCE)
        found = await answer(model, await conversation(question, system_message=INSTRUCTIONS), asked)
        return None if is_clean(found.text) else f"{name}: {why(found.text, name)}"

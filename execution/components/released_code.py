"""Digests of component code as Langflow released it.

Flows made from the templates of some releases carry code whose digest is not the one that is noted beside it, though
nobody touched it. What has one of these digests is not edited, whatever is noted.
"""

from collections.abc import Mapping

RELEASED_CODE: Mapping[str, frozenset[str]] = {
    "ChatInput": frozenset({"7a26c54d89ed"}),
    "ChatOutput": frozenset({"8c87e536cca4"}),
    "CombineText": frozenset({"10ffb6543dd9"}),
    "ConditionalRouter": frozenset({"e92b1b243e5f"}),
    "CreateData": frozenset({"3e313525090d"}),
    "DataToDataFrame": frozenset({"57b9f79028e9"}),
    "JSONtoData": frozenset({"0d9d78d496a2"}),
    "LanguageModelComponent": frozenset({"e9233312b063"}),
    "LoopComponent": frozenset({"e516ea99611c"}),
    "Memory": frozenset({"efd064ef48ff"}),
    "MessagetoData": frozenset({"d0af1222aeaf"}),
    "OpenAIModel": frozenset({"128d8ef661d4"}),
    "ParseData": frozenset({"3fac44a9bb37"}),
    "ParseDataFrame": frozenset({"9d4b05cf1564"}),
    "ParserComponent": frozenset({"3cda25c3f7b5"}),
    "Pass": frozenset({"04d3e1ed3390"}),
    "Prompt Template": frozenset({"17f7347639ab", "5b3e6730923e"}),
    "SplitText": frozenset({"29ae597d2d86"}),
    "TextInput": frozenset({"518f16485886"}),
    "TextOutput": frozenset({"6aba888f4632"}),
    "TypeConverterComponent": frozenset({"be7797f8df1c"}),
    "Webhook": frozenset({"eb561ef21f3d"}),
}

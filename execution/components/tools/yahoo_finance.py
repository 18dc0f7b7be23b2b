"""Yahoo! Finance as a component and as a tool. Kept for older flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.components.yahoo_finance_api import NEWS, finance_facts
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import DropdownInput, IntInput, MessageTextInput, Output
from execution.engine.toolkit import Tool, ToolFailed, as_langchain_tools
from execution.engine.values import Data
from execution.engine.values.json_values import to_json_value

MOST_NEWS = 5
METHODS = [
    "get_info",
    "get_news",
    "get_actions",
    "get_analysis",
    "get_balance_sheet",
    "get_calendar",
    "get_cashflow",
    "get_institutional_holders",
    "get_recommendations",
    "get_sustainability",
    "get_major_holders",
    "get_mutualfund_holders",
    "get_insider_purchases",
    "get_insider_transactions",
    "get_insider_roster_holders",
    "get_dividends",
    "get_capital_gains",
    "get_splits",
    "get_shares",
    "get_fast_info",
    "get_sec_filings",
    "get_recommendations_summary",
    "get_upgrades_downgrades",
    "get_earnings",
    "get_income_stmt",
]
PARAMETERS = {
    "type": "object",
    "properties": {
        "symbol": {"type": "string", "description": "The symbol of the paper, like AAPL."},
        "method": {"type": "string", "enum": METHODS, "default": NEWS, "description": "What to ask for."},
        "num_news": {"type": "integer", "default": MOST_NEWS, "description": "How many news at most."},
    },
    "required": ["symbol"],
}


class YahooFinanceTool(Component):
    """Ask Yahoo! Finance about a paper, or give an agent the tool that does."""

    display_name = "Yahoo! Finance"
    description = "Asks Yahoo! Finance about a company's shares."
    icon = "trending-up"
    legacy = True
    replacement = ["yahoosearch.YfinanceComponent"]
    extra = "agents"

    inputs = [
        MessageTextInput(name="symbol", display_name="Stock Symbol", info="The symbol of the paper, for example AAPL."),
        DropdownInput(name="method", display_name="Data Method", info="What to ask for.", options=METHODS, value=NEWS),
        IntInput(name="num_news", display_name="Number of News", info="How many news at most.", value=MOST_NEWS),
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model", types=["Data"]),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    async def run_model(self) -> list[Data]:
        """Return one record for each of the news, else one with the facts."""
        return await self._records(self.symbol or "", self.method or NEWS, self.num_news)

    async def build_tool(self) -> Any:
        """Return the tool for an agent."""
        told = "Tells news, figures and payouts of a company from Yahoo! Finance."
        tool = Tool(name="yahoo_finance", tag="yahoo_finance", description=told, parameters=PARAMETERS, call=self._call)
        return as_langchain_tools([tool])[0]

    async def _call(self, arguments: Mapping[str, Any]) -> Any:
        symbol, method = str(arguments.get("symbol") or ""), str(arguments.get("method") or NEWS)
        try:
            found = await self._records(symbol, method, int(arguments.get("num_news") or MOST_NEWS))
        except EngineError as error:
            raise ToolFailed(reason=str(error)) from error
        return to_json_value(found)

    async def _records(self, symbol: str, method: str, most_news: int | None) -> list[Data]:
        facts = await finance_facts(self.run, symbol, method, most_news=most_news or 0)
        found = [Data(data=item) for item in facts] if isinstance(facts, list) else [Data(data={"result": facts})]
        self.status = found
        return found

"""Yahoo! Finance as its own pages ask it: a company's figures by module, news by a search, payouts by the chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from execution.components.search_services import SearchFailed, SearchService
from execution.components.web import web_of
from execution.engine.errors import EngineError
from execution.engine.ports import RunContext

_API = "https://query2.finance.yahoo.com"
_COOKIES = "https://fc.yahoo.com"
_BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"}
"""Yahoo sends programs that call themselves programs away."""
_SECONDS = 30

MODULES: Mapping[str, str] = {
    "get_info": "summaryDetail,financialData,quoteType,defaultKeyStatistics,assetProfile",
    "get_analysis": "earningsTrend",
    "get_balance_sheet": "balanceSheetHistory",
    "get_calendar": "calendarEvents",
    "get_cashflow": "cashflowStatementHistory",
    "get_institutional_holders": "institutionOwnership",
    "get_recommendations": "recommendationTrend",
    "get_recommendations_summary": "recommendationTrend",
    "get_sustainability": "esgScores",
    "get_major_holders": "majorHoldersBreakdown",
    "get_mutualfund_holders": "fundOwnership",
    "get_insider_purchases": "netSharePurchaseActivity",
    "get_insider_transactions": "insiderTransactions",
    "get_insider_roster_holders": "insiderHolders",
    "get_shares": "defaultKeyStatistics",
    "get_fast_info": "price,summaryDetail",
    "get_sec_filings": "secFilings",
    "get_upgrades_downgrades": "upgradeDowngradeHistory",
    "get_earnings": "earnings",
    "get_income_stmt": "incomeStatementHistory",
}
EVENTS: Mapping[str, tuple[str, ...]] = {
    "get_actions": ("dividends", "splits", "capitalGains"),
    "get_dividends": ("dividends",),
    "get_capital_gains": ("capitalGains",),
    "get_splits": ("splits",),
}
NEWS = "get_news"


class SymbolMissing(EngineError, ValueError):
    """Nobody said which paper."""

    code = "symbol_missing"
    message = "Name the paper by its symbol, like AAPL."


class MethodUnknown(EngineError, ValueError):
    """Nothing of that name can be asked."""

    code = "finance_method_unknown"
    message = "'{method}' is nothing that Yahoo! Finance can be asked for."


async def finance_facts(run: RunContext, symbol: str, method: str, *, most_news: int) -> Any:
    """Return what Yahoo! Finance knows: a list of news, else a dictionary. Raises SymbolMissing or MethodUnknown."""
    paper = symbol.strip().upper()
    if not paper:
        raise SymbolMissing
    service = SearchService(name="Yahoo! Finance", run=run)
    if method == NEWS:
        return await _news(service, paper, most_news)
    if method in EVENTS:
        return await _events(service, paper, EVENTS[method])
    if method not in MODULES:
        raise MethodUnknown(method=method)
    return await _modules(service, paper, MODULES[method])


async def _news(service: SearchService, paper: str, most: int) -> list[dict[str, Any]]:
    asked = {"q": paper, "newsCount": max(most, 0), "quotesCount": 0}
    answer = await service.ask(f"{_API}/v1/finance/search", query=asked, headers=_BROWSER)
    return service.rows_of(answer, "news")[: max(most, 0)]


async def _events(service: SearchService, paper: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    """Return what was paid out and split, by kind and day."""
    asked = {"range": "max", "interval": "1mo", "events": "div,split,capitalGains"}
    answer = await service.ask(f"{_API}/v8/finance/chart/{quote(paper)}", query=asked, headers=_BROWSER)
    (chart,) = _results(service, answer, "chart", paper)
    events = chart.get("events") or {}
    return {kind: {_day(event): _amount(event) for event in (events.get(kind) or {}).values()} for kind in kinds}


async def _modules(service: SearchService, paper: str, modules: str) -> dict[str, Any]:
    visitor = await _visitor(service)
    asked = {"modules": modules, "crumb": visitor.crumb, "formatted": "false"}
    address = f"{_API}/v10/finance/quoteSummary/{quote(paper)}"
    answer = await service.ask(address, query=asked, headers={**_BROWSER, "Cookie": visitor.cookies})
    (found,) = _results(service, answer, "quoteSummary", paper)
    return {name: value for name, value in found.items() if value}


def _results(service: SearchService, answer: Mapping[str, Any], name: str, paper: str) -> list[dict[str, Any]]:
    part = answer.get(name) or {}
    rows = service.rows_of(part, "result")
    if len(rows) != 1:
        told = (part.get("error") or {}).get("description")
        raise SearchFailed(service=service.name, reason=told or f"it knows nothing of '{paper}'.")
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visitor:
    """Yahoo tells figures only to who comes back with its cookie and the word that goes with it."""

    cookies: str
    crumb: str


async def _visitor(service: SearchService) -> _Visitor:
    web = web_of(service.run)
    greeting = await web.send("GET", _COOKIES, headers=_BROWSER, seconds=_SECONDS)
    given = [cookie.partition(";")[0] for cookie in greeting.headers.get_list("set-cookie")]
    cookies = "; ".join(given)
    crumb = await service.ask_text(f"{_API}/v1/test/getcrumb", headers={**_BROWSER, "Cookie": cookies})
    return _Visitor(cookies=cookies, crumb=crumb.strip())


def _day(event: Mapping[str, Any]) -> str:
    return datetime.fromtimestamp(int(event.get("date") or 0), tz=UTC).date().isoformat()


def _amount(event: Mapping[str, Any]) -> Any:
    return event["amount"] if "amount" in event else event.get("splitRatio")

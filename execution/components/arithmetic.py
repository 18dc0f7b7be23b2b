"""Work out arithmetic that somebody wrote as text. Nothing but numbers and operators is ever evaluated."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from execution.engine.errors import EngineError

LONGEST_EXPRESSION = 2_000

_BINARY: Mapping[type[ast.operator], Callable[[float, float], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_UNARY: Mapping[type[ast.unaryop], Callable[[float], float]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}


class ExpressionInvalid(EngineError, ValueError):
    """The text is more, or less, than numbers and operators."""

    code = "expression_invalid"
    message = "Invalid expression: {reason}"


class DivisionByZero(EngineError, ZeroDivisionError):
    """Something is divided by nothing."""

    code = "division_by_zero"
    message = "Error: Division by zero"


def worked_out(expression: str) -> str:
    """Return the result with up to six decimals. Raises ExpressionInvalid or DivisionByZero."""
    text = expression.strip()
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionInvalid(reason=f"it is longer than {LONGEST_EXPRESSION} characters")
    try:
        result = _value(ast.parse(text, mode="eval").body)
    except ZeroDivisionError as error:
        raise DivisionByZero from error
    except (SyntaxError, OverflowError, RecursionError, MemoryError) as error:
        raise ExpressionInvalid(reason=str(error)) from error
    return f"{result:.6f}".rstrip("0").rstrip(".")


def _value(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Constant(value=value):
            raise ExpressionInvalid(reason=f"Unsupported constant type: {type(value).__name__}")
        case ast.BinOp(left=left, op=sign, right=right):
            return _real(_operator(_BINARY, sign)(_value(left), _value(right)))
        case ast.UnaryOp(op=sign, operand=operand):
            return float(_operator(_UNARY, sign)(_value(operand)))
        case _:
            raise ExpressionInvalid(reason=f"Unsupported operation or expression type: {type(node).__name__}")


def _operator(operators: Mapping[Any, Callable[..., Any]], sign: ast.AST) -> Callable[..., Any]:
    if type(sign) not in operators:
        raise ExpressionInvalid(reason=f"Unsupported operator: {type(sign).__name__}")
    return operators[type(sign)]


def _real(result: Any) -> float:
    if isinstance(result, complex):
        raise ExpressionInvalid(reason="the result is no real number")
    return float(result)

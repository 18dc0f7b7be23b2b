"""A model server that takes its time: `python -m tests.benchmarks.slow_model PORT TOKENS SECONDS`.

Each token is the time at which it was sent, so that whoever reads it knows how long it was under way.
"""

import asyncio
import json
import sys
import time

from aiohttp import web

TOKENS = web.AppKey("tokens", int)
SECONDS = web.AppKey("seconds", float)


async def answer(request: web.Request) -> web.StreamResponse:
    """Stream the tokens evenly over the seconds; a question that wants no stream waits for all of them."""
    body = await request.json()
    tokens, pause = request.app[TOKENS], request.app[SECONDS] / request.app[TOKENS]
    if not body.get("stream"):
        await asyncio.sleep(request.app[SECONDS])
        message = {"role": "assistant", "content": "done"}
        return web.json_response(_completion("chat.completion", message=message))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    for _ in range(tokens):
        await asyncio.sleep(pause)
        piece = _completion("chat.completion.chunk", delta={"content": f"{time.time():.6f} "})
        await response.write(b"data: " + json.dumps(piece).encode() + b"\n\n")
    await response.write(b"data: [DONE]\n\n")
    return response


def _completion(kind: str, **choice: object) -> dict[str, object]:
    return {"id": "c", "object": kind, "created": 1, "model": "m", "choices": [{"index": 0, **choice}]}


if __name__ == "__main__":
    port, tokens, seconds = sys.argv[1:4]
    application = web.Application()
    application[TOKENS] = int(tokens)
    application[SECONDS] = float(seconds)
    application.router.add_post("/v1/chat/completions", answer)
    web.run_app(application, host="127.0.0.1", port=int(port), print=None, access_log=None, backlog=1024)

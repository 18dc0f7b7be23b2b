"""Serving processes and workers on one PostgreSQL database and one Redis, as an operator runs them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from execution.catalogue.drawing import Drawing
from tests.live_server import ROOT, LiveServer, environment, free_port, running_server
from tests.services import OwnRedis, own_database

LEASE_SECONDS = 3
WORKER = ("-m", "celery", "-A", "langflow_site", "worker", "--loglevel", "warning")
BEAT = ("-m", "celery", "-A", "langflow_site", "beat", "--loglevel", "warning")
READY_SECONDS = 120.0
SETTINGS = {
    "LANGFLOW_AUTO_LOGIN": "false",
    "LANGFLOW_SECRET_KEY": "a secret key that all processes of this cluster share",
    "LANGFLOW_JOB_LEASE_SECONDS": str(LEASE_SECONDS),
}


@dataclass
class Cluster:
    """What runs."""

    folder: Path
    settings: dict[str, str]
    redis: OwnRedis
    webs: list[LiveServer] = field(default_factory=list)
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    api_key: str = ""

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """Start a Celery worker."""
        number = len(list(self.folder.glob("worker*.log")))
        command = [sys.executable, *WORKER, "--hostname", f"worker{number}@localhost"]
        log = self.folder / f"worker{number}.log"
        with log.open("wb") as output:
            worker = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**environment(self.folder, free_port(), **self.settings), "PYTHONPATH": str(ROOT)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.workers.append(worker)
        return worker

    def kill_worker(self) -> None:
        """End the oldest worker as a crash does: nothing that it holds is put in order."""
        worker = self.workers.pop(0)
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    def client(self, web: int = 0, **options: Any) -> httpx.AsyncClient:
        headers = {"x-api-key": self.api_key}
        base = self.webs[web].base
        return httpx.AsyncClient(base_url=base, headers=headers, timeout=60, trust_env=False, **options)

    def store_flow(self, data: dict[str, Any], name: str) -> str:
        answer = httpx.post(
            f"{self.webs[-1].base}/api/v1/flows/",
            json={"name": name, "data": data},
            headers={"x-api-key": self.api_key},
            trust_env=False,
        )
        answer.raise_for_status()
        flow_id: str = answer.json()["id"]
        return flow_id

    def kill_web(self, number: int) -> None:
        os.kill(self.webs[number].process_id, signal.SIGKILL)

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.redis.stop()


@contextmanager
def running_cluster(folder: Path, *, webs: int = 2, workers: int = 2, **settings: str) -> Iterator[Cluster]:
    """Start everything; give it when the first worker has done a job."""
    with ExitStack() as stack:
        database_url = stack.enter_context(own_database())
        redis = OwnRedis(folder, free_port())
        redis.start()
        shared = {
            **SETTINGS,
            "LANGFLOW_DATABASE_URL": database_url,
            "LANGFLOW_REDIS_URL": redis.url,
            **settings,
        }
        cluster = Cluster(folder, shared, redis)
        stack.callback(cluster.close)
        for number in range(webs):
            web_folder = folder / f"web{number}"
            web_folder.mkdir()
            cluster.webs.append(stack.enter_context(running_server(web_folder, **shared)))
        cluster.api_key = cluster.webs[0].api_key()
        for _ in range(workers):
            cluster.start_worker()
        _wait_for_a_worker(cluster)
        yield cluster


def _wait_for_a_worker(cluster: Cluster) -> None:
    flow_id = cluster.store_flow(echo_data(), "warm up")
    url = f"{cluster.webs[0].base}/api/v1/build/{flow_id}/flow"
    started = time.monotonic()
    answer = httpx.post(
        url,
        params={"event_delivery": "direct"},
        json={},
        headers={"x-api-key": cluster.api_key},
        timeout=READY_SECONDS,
        trust_env=False,
    )
    assert b'"end"' in answer.content, f"No worker did anything in {time.monotonic() - started:.0f} seconds."


def echo_data() -> dict[str, Any]:
    """A flow that answers what it is told."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    return drawing.data


def model_data(base_url: str) -> dict[str, Any]:
    """A flow that asks a model and streams what it says."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    settings = {"openai_api_base": base_url, "api_key": "sk-test", "model_name": "m", "stream": True}
    model = drawing.add("OpenAIModel", "mmmmm", at=(1, 0), **settings)
    answer = drawing.add("ChatOutput", "zzzzz", at=(2, 0))
    drawing.connect(question, "message", model, "input_value")
    drawing.connect(model, "text_output", answer, "input_value")
    drawing.data["nodes"][1]["data"]["node"]["template"]["api_key"]["load_from_db"] = False
    return drawing.data

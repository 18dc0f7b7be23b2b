"""The Celery application: workers that do jobs, and the clock that looks after them.

    celery -A langflow_site.celery worker
    celery -A langflow_site.celery beat

Messages carry ids; what is to do stands in the rows of jobs (execution/runtime/jobs). A message that is lost or comes
twice therefore does no harm.
"""

import os

from celery import Celery
from django.conf import settings

from langflow_site.celery_wake_up import WakeUp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "langflow_site.settings")

app = Celery("langflow_site")
app.conf.update(
    broker_url=settings.LANGFLOW.BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"global_keyprefix": settings.LANGFLOW.REDIS_PREFIX},
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    # The lease of a job finds a dead worker within seconds; a late acknowledgement adds nothing, and with Redis as the
    # broker a worker that holds unacknowledged messages ends when its connection breaks (kombu 5.7).
    task_acks_late=False,
    task_default_queue="jobs",
    # A message waits in the queue, where any worker finds it, and not in one that is busy.
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=settings.LANGFLOW.BROKER_URL.startswith("redis"),
    # Jobs wait for models most of their time: one event loop does many, and a thread waits for each.
    worker_pool="threads",
    worker_concurrency=settings.LANGFLOW.WORKER_CONCURRENCY,
    worker_hijack_root_logger=False,
    beat_schedule={
        "sweep-jobs": {"task": "execution.sweep_jobs", "schedule": 5.0},
        "prune-records": {"task": "monitor.prune_records", "schedule": 24 * 3600.0},
    },
)
app.steps["consumer"].add(WakeUp)
app.set_default()
app.autodiscover_tasks(["execution", "monitor"])

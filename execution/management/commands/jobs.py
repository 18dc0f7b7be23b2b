"""`manage.py jobs`: what is under way, and the chores that workers and the clock do by themselves."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from execution.models import Job
from execution.runtime import jobs


class Command(BaseCommand):
    help = "List the jobs under way; cancel some; look for jobs whose worker has died."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cancel", metavar="ID", nargs="+", type=uuid.UUID, help="End these jobs.")
        parser.add_argument("--sweep", action="store_true", help="Begin again, or end, what nobody works on any more.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cancel"]:
            self._cancel(options["cancel"])
        elif options["sweep"]:
            found = jobs.blocking(jobs.sweep)
            self.stdout.write(f"{found} jobs had no worker.")
        else:
            self._list()

    def _list(self) -> None:
        under_way = Job.objects.under_way().select_related("user", "flow").order_by("created_at")
        for job in under_way.iterator():
            age = int((timezone.now() - job.created_at).total_seconds())
            about = job.flow.name if job.flow else job.session_id
            state = "waiting" if job.is_waiting else job.state
            where = f" on {job.worker}" if job.worker else ""
            self.stdout.write(f"{job.pk}  {job.kind}  {state}{where}  {age} s  {job.user}  {about}")
        self.stdout.write(f"{under_way.count()} jobs are under way.")

    def _cancel(self, ids: list[uuid.UUID]) -> None:
        missed = [str(job_id) for job_id in ids if not jobs.blocking(jobs.cancel, job_id)]
        self.stdout.write(f"{len(ids) - len(missed)} jobs were cancelled.")
        if missed:
            raise CommandError(f"Not under way: {', '.join(missed)}.")

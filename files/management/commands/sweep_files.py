"""`manage.py sweep_files`: remove bytes that no file names, and tell which files have lost theirs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from files.sweeping import sweep


class Command(BaseCommand):
    help = "Remove stored bytes that belong to no file, and files for a single use; report files without bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only tell what there is.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        swept = sweep(removes=not dry_run)
        verb = "To remove" if dry_run else "Removed"
        self.stdout.write(f"{verb}: {len(swept.keys_without_row)} bytes without a file.")
        for key in swept.keys_without_row:
            self.stdout.write(f"  {key}")
        self.stdout.write(f"{verb}: {len(swept.ephemeral_files)} files for a single use.")
        self.stdout.write(f"Without their bytes: {len(swept.rows_without_bytes)} files.")
        for path in swept.rows_without_bytes:
            self.stdout.write(f"  {path}")

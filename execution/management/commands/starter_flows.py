"""Draw the example flows anew, with the components as they are now."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from execution.catalogue.starters import STARTERS

FOLDER = Path("flows") / "starter_projects"


class Command(BaseCommand):
    help = "Draw the example flows into flows/starter_projects, with the components as they are now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.LANGFLOW.BASE_DIR / FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for name, draw in STARTERS.items():
            text = json.dumps(draw().document(), indent=1, ensure_ascii=False)
            (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"{len(STARTERS)} flows drawn into {folder}.")

"""Where the server's own files lie: no component reaches them, whatever else the operator opens."""

from pathlib import Path

from django.conf import settings

from execution.engine.isolation.folders import is_working_folder


def is_own(path: Path) -> bool:
    """Does the resolved path lead to a file of the server itself, or to one that isolated code may be changing?"""
    return is_working_folder(path) or any(path == own or own in path.parents for own in _own_places())


def _own_places() -> list[Path]:
    options = settings.LANGFLOW
    places = [Path(options.CONFIG_DIR), Path(options.FILES_DIR), Path(options.SECRET_KEY_FILE).parent]
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        places.append(Path(str(database["NAME"])))
    return [place.resolve() for place in places]

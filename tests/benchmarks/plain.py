"""The bare view as any Django project serves it: Django's own handler and middleware, Daphne by its own command."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.plain_settings")

application = get_asgi_application()

if __name__ == "__main__":
    from daphne.cli import CommandLineInterface

    CommandLineInterface().run(["-p", os.environ["LANGFLOW_PORT"], "-v", "0", "tests.benchmarks.plain:application"])

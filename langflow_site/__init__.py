"""The Django project: settings, routes and what every app shares."""

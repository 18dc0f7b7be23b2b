"""A store without tags could not be sorted; operators change these by the admin or `manage.py store_tags`."""

from django.db import migrations

FIRST_TAGS = (
    "Agents",
    "Automation",
    "Chat",
    "Coding",
    "Content",
    "Data",
    "Integrations",
    "Models",
    "Prompts",
    "Retrieval",
    "Tools",
)


def add_first_tags(apps, schema_editor):
    tags = apps.get_model("store", "Tag").objects.using(schema_editor.connection.alias)
    tags.bulk_create([tags.model(name=name) for name in FIRST_TAGS])


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(add_first_tags, migrations.RunPython.noop),
    ]

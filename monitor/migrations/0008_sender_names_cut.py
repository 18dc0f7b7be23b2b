from django.db import migrations
from django.db.models.functions import Length, Substr

LENGTH = 512


def cut_names(apps, schema_editor):
    messages = apps.get_model('monitor', 'Message').objects
    messages.annotate(length=Length('sender_name')).filter(length__gt=LENGTH).update(
        sender_name=Substr('sender_name', 1, LENGTH)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('monitor', '0007_trace_index'),
    ]

    operations = [
        migrations.RunPython(cut_names, migrations.RunPython.noop, elidable=True),
    ]

from django.db import migrations, models
from django.db.models.functions import Length


def count_characters(apps, schema_editor):
    apps.get_model('knowledge', 'Chunk').objects.update(characters=Length('content'))


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='chunk',
            name='characters',
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(count_characters, migrations.RunPython.noop, elidable=True),
    ]

from django.db import migrations
from django.db.models import F

import langflow_site.common.models


def copy_data(apps, schema_editor):
    apps.get_model('store', 'SharedItem').objects.update(data_last=F('data'))


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_first_tags'),
    ]

    operations = [
        # SQLite reads a row from its beginning: whether an item is private must not cost its whole document.
        migrations.AddField(
            model_name='shareditem',
            name='data_last',
            field=langflow_site.common.models.DocumentField(default=None, null=True),
        ),
        migrations.RunPython(copy_data, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='shareditem',
            name='data',
        ),
        migrations.RenameField(
            model_name='shareditem',
            old_name='data_last',
            new_name='data',
        ),
    ]

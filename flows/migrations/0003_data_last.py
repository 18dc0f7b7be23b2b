from django.conf import settings
from django.db import migrations
from django.db.models import F

import langflow_site.common.indexes
import langflow_site.common.models


def copy_data(apps, schema_editor):
    apps.get_model('flows', 'Flow').objects.update(data_last=F('data'))


class Migration(migrations.Migration):

    dependencies = [
        ('flows', '0002_list_index'),
        ('projects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite reads a row from its beginning: an owner that stands behind the graph costs the whole graph.
        migrations.AddField(
            model_name='flow',
            name='data_last',
            field=langflow_site.common.models.DocumentField(blank=True, null=True),
        ),
        migrations.RunPython(copy_data, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='flow',
            name='data',
        ),
        migrations.RenameField(
            model_name='flow',
            old_name='data_last',
            new_name='data',
        ),
        # As in 0002: MySQL wants the new index before the old one goes.
        migrations.RenameIndex(
            model_name='flow',
            old_name='flow_list',
            new_name='flow_list_before',
        ),
        migrations.AddIndex(
            model_name='flow',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['user', 'project', '-updated_at', 'id'], include=('is_component', 'name'), name='flow_list'
            ),
        ),
        migrations.RemoveIndex(
            model_name='flow',
            name='flow_list_before',
        ),
    ]

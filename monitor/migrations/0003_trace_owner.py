import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import langflow_site.common.indexes


def name_owners(apps, schema_editor):
    owner = apps.get_model('flows', 'Flow').objects.filter(pk=OuterRef('flow')).values('user')
    apps.get_model('monitor', 'Trace').objects.update(user=Subquery(owner))


class Migration(migrations.Migration):

    dependencies = [
        ('flows', '0003_data_last'),
        ('monitor', '0002_traces'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='trace',
            name='user',
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name='traces', to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(name_owners, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='trace',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['user', '-timestamp', '-id'], include=('session_id', 'status'), name='trace_user',
                wide=('name',),
            ),
        ),
    ]

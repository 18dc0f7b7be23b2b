from django.conf import settings
from django.db import migrations

import langflow_site.common.indexes


class Migration(migrations.Migration):
    """Apart from 0006: PostgreSQL makes no index of a table in the transaction that has changed its rows."""

    dependencies = [
        ('monitor', '0006_trace_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # MySQL keeps an index for each foreign key: the old one may go only when the new one is there.
    operations = [
        migrations.RenameIndex(model_name='trace', old_name='trace_user', new_name='trace_user_before'),
        migrations.AddIndex(
            model_name='trace',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['user', '-timestamp', '-id'], include=('status', 'group'), name='trace_user'
            ),
        ),
        migrations.RemoveIndex(model_name='trace', name='trace_user_before'),
        migrations.RemoveField(model_name='trace', name='searched'),
    ]

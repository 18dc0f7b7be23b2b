from django.conf import settings
from django.db import migrations, models

import langflow_site.common.indexes


class Migration(migrations.Migration):
    """Apart from 0004: PostgreSQL makes no index of a table in the transaction that has changed its rows."""

    dependencies = [
        ('monitor', '0004_sessions_and_searches'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # MySQL keeps an index for each foreign key: the old one may go only when the new one is there.
    operations = [
        migrations.AddIndex(
            model_name='trace',
            index=models.Index(fields=['user', 'session_id', '-timestamp', '-id'], name='trace_session'),
        ),
        migrations.RemoveIndex(model_name='trace', name='trace_user'),
        migrations.AddIndex(
            model_name='trace',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['user', '-timestamp', '-id'], include=('status', 'searched'), name='trace_user'
            ),
        ),
        migrations.AddIndex(
            model_name='modeluse',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['flow', 'model_name', '-timestamp'], include=('calls', 'input_tokens', 'output_tokens'),
                name='model_use_sums',
            ),
        ),
        migrations.RemoveIndex(model_name='modeluse', name='model_use_flow'),
    ]

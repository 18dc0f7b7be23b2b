import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import langflow_site.common.indexes
import langflow_site.common.models
from langflow_site.common.models import searched_text

ROWS_AT_A_TIME = 1000

LIST_SESSIONS = """
INSERT INTO monitor_chatsession (flow_id, user_id, session_id)
SELECT DISTINCT message.flow_id, flow.user_id, message.session_id
FROM monitor_message AS message INNER JOIN flows_flow AS flow ON flow.id = message.flow_id
"""


def fill_searched(apps, schema_editor):
    """Write what is searched; what a trace is never changes. In SQL, SQLite would leave letters like Ä as they are."""
    trace, connection = apps.get_model('monitor', 'Trace'), schema_editor.connection
    pk, searched = (trace._meta.get_field(name) for name in ('id', 'searched'))
    statement = f'UPDATE {trace._meta.db_table} SET searched = %s WHERE id = %s'
    ids = list(trace.objects.values_list('pk', flat=True))
    for start in range(0, len(ids), ROWS_AT_A_TIME):
        rows = trace.objects.filter(pk__in=ids[start : start + ROWS_AT_A_TIME])
        written = [
            (searched.get_prep_value(searched_text(texts)), pk.get_db_prep_value(trace_id, connection))
            for trace_id, *texts in rows.values_list('pk', *searched.of)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(statement, written)


class Migration(migrations.Migration):

    dependencies = [
        ('flows', '0003_data_last'),
        ('monitor', '0003_trace_owner'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChatSession',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('flow', models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='chat_sessions',
                    to='flows.flow',
                )),
                ('user', models.ForeignKey(
                    blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE,
                    related_name='chat_sessions', to=settings.AUTH_USER_MODEL,
                )),
                ('session_id', langflow_site.common.models.RecordCharField(max_length=512)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'session_id'], name='chat_session_user')],
                'constraints': [
                    models.UniqueConstraint(fields=('flow', 'session_id'), name='chat_session_once'),
                ],
            },
        ),
        migrations.RunSQL(LIST_SESSIONS, migrations.RunSQL.noop, elidable=True),
        migrations.AddField(
            model_name='trace',
            name='searched',
            field=langflow_site.common.models.SearchedField(max_length=640, of=('session_id', 'flow_id', 'name')),
        ),
        migrations.RunPython(fill_searched, migrations.RunPython.noop, elidable=True),
    ]

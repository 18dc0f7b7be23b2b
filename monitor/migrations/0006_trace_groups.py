from hashlib import blake2b

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import langflow_site.common.models

ROWS_AT_A_TIME = 1000


def group_id(flow_id, searched):
    """As the server makes ids; see `monitor/trace_groups.py`."""
    return int.from_bytes(blake2b(f'{flow_id} {searched}'.encode(), digest_size=8).digest()) >> 1


def group_traces(apps, schema_editor):
    """Give each trace its group, whose id is made of the flow and the text."""
    trace, group = (apps.get_model('monitor', name) for name in ('Trace', 'TraceGroup'))
    texts = trace.objects.values_list('flow_id', 'user_id', 'searched').distinct()
    groups = {
        group_id(flow_id, searched): {'flow_id': flow_id, 'user_id': user_id, 'searched': searched}
        for flow_id, user_id, searched in texts
    }
    group.objects.bulk_create([group(id=pk, **facts) for pk, facts in groups.items()], batch_size=ROWS_AT_A_TIME)
    connection = schema_editor.connection
    pk = trace._meta.get_field('id')
    statement = f'UPDATE {trace._meta.db_table} SET group_id = %s WHERE id = %s'
    ids = list(trace.objects.values_list('pk', flat=True))
    for start in range(0, len(ids), ROWS_AT_A_TIME):
        rows = trace.objects.filter(pk__in=ids[start : start + ROWS_AT_A_TIME])
        written = [
            (group_id(flow_id, searched), pk.get_db_prep_value(trace_id, connection))
            for trace_id, flow_id, searched in rows.values_list('pk', 'flow_id', 'searched')
        ]
        with connection.cursor() as cursor:
            cursor.executemany(statement, written)


class Migration(migrations.Migration):

    dependencies = [
        ('flows', '0004_header_index'),
        ('monitor', '0005_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TraceGroup',
            fields=[
                ('id', models.BigIntegerField(editable=False, primary_key=True, serialize=False)),
                ('searched', langflow_site.common.models.RecordCharField(max_length=640)),
                ('flow', models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name='trace_groups', to='flows.flow',
                )),
                ('user', models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='trace_groups',
                    to=settings.AUTH_USER_MODEL,
                )),
            ],
        ),
        migrations.AddField(
            model_name='trace',
            name='group',
            field=models.ForeignKey(
                blank=True, db_constraint=False, db_index=False, null=True,
                on_delete=django.db.models.deletion.DO_NOTHING, related_name='traces', to='monitor.tracegroup',
            ),
        ),
        migrations.RunPython(group_traces, migrations.RunPython.noop, elidable=True),
    ]

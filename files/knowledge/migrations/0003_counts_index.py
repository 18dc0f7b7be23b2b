import django.db.models.deletion
from django.db import migrations, models

import langflow_site.common.indexes


class Migration(migrations.Migration):
    """Apart from 0002: PostgreSQL makes no index of a table in the transaction that has changed its rows."""

    dependencies = [
        ('knowledge', '0002_characters'),
    ]

    # MySQL keeps an index for each foreign key: the old one may go only when the new one is there.
    operations = [
        migrations.AddIndex(
            model_name='chunk',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['knowledge_base', 'id'], include=('words', 'characters'), name='chunk_counts'
            ),
        ),
        migrations.AlterField(
            model_name='chunk',
            name='knowledge_base',
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='chunks',
                to='knowledge.knowledgebase',
            ),
        ),
    ]

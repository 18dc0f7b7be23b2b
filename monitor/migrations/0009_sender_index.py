from django.db import migrations, models

import langflow_site.common.models


class Migration(migrations.Migration):
    """Apart from 0008: PostgreSQL makes no index of a table in the transaction that has changed its rows."""

    dependencies = [
        ('monitor', '0008_sender_names_cut'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='sender_name',
            field=langflow_site.common.models.RecordCharField(max_length=512),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['sender_name', 'timestamp'], name='message_sender'),
        ),
    ]

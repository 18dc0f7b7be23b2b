from django.db import migrations

import langflow_site.common.models


class Migration(migrations.Migration):
    """Apart from 0003: PostgreSQL checks no column of a table in the transaction that has changed its rows."""

    dependencies = [
        ('store', '0003_data_last'),
    ]

    operations = [
        migrations.AlterField(
            model_name='shareditem',
            name='data',
            field=langflow_site.common.models.DocumentField(),
        ),
    ]

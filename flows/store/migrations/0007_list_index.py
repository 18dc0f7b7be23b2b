from django.conf import settings
from django.db import migrations

import langflow_site.common.indexes
import langflow_site.common.models


class Migration(migrations.Migration):
    """Apart from 0006: PostgreSQL makes no index of a table in the transaction that has changed its rows."""

    dependencies = [
        ('store', '0006_likes_counted'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='shareditem',
            name='data',
            field=langflow_site.common.models.DocumentField(),
        ),
        migrations.RemoveIndex(model_name='shareditem', name='shared_item_list'),
        migrations.AddIndex(
            model_name='shareditem',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['is_private', '-updated_at', 'id'], include=('user', 'is_component', 'likes_count'),
                wide=('name', 'description'), name='shared_item_list',
            ),
        ),
    ]

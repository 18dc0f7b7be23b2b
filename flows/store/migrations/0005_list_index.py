from django.conf import settings
from django.db import migrations

import langflow_site.common.indexes


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0004_data_required'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name='shareditem', name='shared_item_list'),
        migrations.AddIndex(
            model_name='shareditem',
            index=langflow_site.common.indexes.CoveringIndex(
                fields=['is_private', '-updated_at', 'id'], include=('user', 'is_component'), wide=('name',),
                name='shared_item_list',
            ),
        ),
    ]

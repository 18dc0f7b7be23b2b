import langflow_site.common.indexes
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('flows', '0003_data_last'),
        ('projects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='flow',
            index=langflow_site.common.indexes.CoveringIndex(fields=['user', '-updated_at', 'id'], name='flow_headers', wide=('is_component', 'name', 'project', 'endpoint_name', 'access_type', 'mcp_enabled', 'action_name', 'tags', 'action_description', 'description')),
        ),
    ]

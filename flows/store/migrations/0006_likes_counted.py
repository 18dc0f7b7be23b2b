from django.db import migrations, models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

import langflow_site.common.models


def count_likes(apps, schema_editor):
    items, likes = (apps.get_model('store', name).objects for name in ('SharedItem', 'Like'))
    of_item = likes.filter(item=OuterRef('pk')).order_by().values('item')
    count = of_item.annotate(count=Count('*')).values('count')
    items.update(likes_count=Coalesce(Subquery(count), 0), data_last=F('data'))


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_list_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='shareditem',
            name='likes_count',
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        # The document stays the last column; see 0003.
        migrations.AddField(
            model_name='shareditem',
            name='data_last',
            field=langflow_site.common.models.DocumentField(default=None, null=True),
        ),
        migrations.RunPython(count_likes, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='shareditem',
            name='data',
        ),
        migrations.RenameField(
            model_name='shareditem',
            old_name='data_last',
            new_name='data',
        ),
    ]

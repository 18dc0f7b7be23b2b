"""Shapes of what the server says about itself."""

from rest_framework import serializers


class HealthSerializer(serializers.Serializer):
    status = serializers.CharField()


class HealthCheckSerializer(serializers.Serializer):
    status = serializers.CharField()
    chat = serializers.CharField()
    db = serializers.CharField()


class VersionSerializer(serializers.Serializer):
    version = serializers.CharField()
    main_version = serializers.CharField()
    package = serializers.CharField()


class FeatureFlagsSerializer(serializers.Serializer):
    mvp_components = serializers.BooleanField()


class ConfigSerializer(serializers.Serializer):
    """Everything after `type` comes only after the sign-in."""

    max_file_size_upload = serializers.IntegerField(help_text="Megabytes.")
    event_delivery = serializers.CharField()
    voice_mode_available = serializers.BooleanField()
    frontend_timeout = serializers.IntegerField()
    type = serializers.CharField(help_text='"public" or "full"')
    feature_flags = FeatureFlagsSerializer(required=False)
    serialization_max_items_length = serializers.IntegerField(required=False)
    serialization_max_text_length = serializers.IntegerField(required=False)
    auto_saving = serializers.BooleanField(required=False)
    auto_saving_interval = serializers.IntegerField(required=False)
    health_check_max_retries = serializers.IntegerField(required=False)
    webhook_polling_interval = serializers.IntegerField(required=False)
    public_flow_cleanup_interval = serializers.IntegerField(required=False)
    public_flow_expiration = serializers.IntegerField(required=False)
    webhook_auth_enable = serializers.BooleanField(required=False)
    default_folder_name = serializers.CharField(required=False)
    hide_getting_started_progress = serializers.BooleanField(required=False)

"""What the route of the voices answers."""

from rest_framework import serializers


class VoiceSerializer(serializers.Serializer[dict[str, str]]):
    voice_id = serializers.CharField()
    name = serializers.CharField()


class NoVoicesSerializer(serializers.Serializer[dict[str, str]]):
    """In the place of the list where the user has no key that is taken; clients know it with 200."""

    error = serializers.CharField()

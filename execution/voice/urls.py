"""Routes of voices and conversations."""

from django.urls import re_path

from execution.voice import consumers, views
from langflow_site.common.paths import both_slashes

PREFIX = "api/v1/voice"
FLOW = r"(?P<flow_id>[^/]+)(?:/(?P<session_id>[^/]+))?/?$"

urlpatterns = [
    *both_slashes(f"{PREFIX}/elevenlabs/voice_ids", views.VoicesView.as_view(), name="elevenlabs-voices"),
]

websocket_urlpatterns = [
    re_path(rf"^{PREFIX}/ws/flow_as_tool/{FLOW}", consumers.FlowAsToolConsumer.as_asgi(), name="flow-as-tool-socket"),
    re_path(rf"^{PREFIX}/ws/flow_tts/{FLOW}", consumers.FlowSpeechConsumer.as_asgi(), name="flow-speech-socket"),
]

"""What a run tells, as the lines that the editor knows: builds and webhooks speak alike."""

from execution.engine.events import (
    Event,
    MessageAdded,
    MessageRemoved,
    RunStarted,
    TokenProduced,
    ToolEnded,
    ToolStarted,
    VertexBuilt,
    VertexFailed,
    VertexStarted,
)
from execution.engine.plan import Plan
from execution.runtime.run import FlowRun
from execution.wire.builds import body_vertex_line, error_message, is_told, line, start_lines, vertex_line
from execution.wire.outputs import Wire
from monitor.timestamps import as_build_time, record_clock


class BuildLines:
    """Turns the events of one run into lines. Failures of components join the chat, as clients expect."""

    def __init__(self, run: FlowRun, plan: Plan) -> None:
        self._run = run
        self._plan = plan
        self._in_a_body: set[str] = set()
        """Vertices inside of loops."""

    def of(self, event: Event) -> list[Wire]:
        """Return the lines of the event; the run's own end is told after its records are stored."""
        match event:
            case TokenProduced(message_id=message_id, text=text):
                return [line("token", {"chunk": text, "id": message_id})]
            case MessageAdded(message=message):
                return [line("add_message", message.to_event())]
            case MessageRemoved(message_id=message_id):
                return [line("remove_message", {"id": message_id})]
            case VertexBuilt():
                return [self._vertex_line(event)]
            case VertexFailed():
                return self._failure_lines(event)
            case RunStarted(first_layer=first_layer, to_run=to_run):
                return start_lines(first_layer=first_layer, to_run=to_run)
            case VertexStarted(vertex_id=vertex_id):
                self._in_a_body.add(vertex_id)
                return [line("build_start", {"id": vertex_id})]
            case ToolStarted(vertex_id=vertex_id):
                return [line("build_start", {"id": vertex_id})]
            case ToolEnded(vertex_id=vertex_id):
                return [line("build_end", {"id": vertex_id})]
            case _:
                return []

    def _vertex_line(self, event: VertexBuilt | VertexFailed) -> Wire:
        vertex = self._plan.vertex(event.vertex_id)
        names = vertex.facts.output_names if vertex else ()
        timestamp = as_build_time(record_clock.now())
        if isinstance(event, VertexBuilt) and event.vertex_id in self._in_a_body:
            return body_vertex_line(event, output_names=names, timestamp=timestamp, secrets=self._run.secrets)
        return vertex_line(event, output_names=names, timestamp=timestamp, secrets=self._run.secrets)

    def _failure_lines(self, event: VertexFailed) -> list[Wire]:
        """Return the error and the end of the vertex; inside of a loop it is the loop that ends."""
        lines = [self._error_line(event)] if is_told(event.problem) else []
        if event.vertex_id not in self._in_a_body:
            lines.append(self._vertex_line(event))
        return lines

    def _error_line(self, event: VertexFailed) -> Wire:
        run = self._run
        message = error_message(event.problem, run_id=run.run_id, session_id=run.session, flow_id=str(run.flow_id))
        return line("error", message.to_event())

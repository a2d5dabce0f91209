package ai.extracta.deletions.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what ends, in this order, and events. */
final class RecordingHandler implements ObservationHandler<Observation.Context> {

    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void onStop(Observation.Context context) {
        stopped.add(context);
    }

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
        events.add(context.getName() + " " + event.getName());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    List<Observation.Context> stopped(String name) {
        return stopped.stream()
                .filter(context -> name.equals(context.getName()))
                .toList();
    }

    List<String> events() {
        return events;
    }

    static Map<String, String> values(Observation.Context context) {
        Map<String, String> values = new TreeMap<>();
        context.getAllKeyValues().forEach(value -> values.put(value.getKey(), value.getValue()));
        return values;
    }
}

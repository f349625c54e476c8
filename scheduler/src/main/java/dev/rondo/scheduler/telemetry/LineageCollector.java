package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.metadata.telemetry.TelemetryRow;
import dev.rondo.metadata.telemetry.TelemetryStore;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server of lineage, told by OpenLineage: an event a request. */
final class LineageCollector implements Collector {

    // With the patience below a batch is told, or given up, within its claim.
    private static final int BATCH = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    // Graphs may be large; most events are of few DAGs.
    private static final int GRAPHS = 50;

    private final LineageSettings settings;
    private final TelemetryStore store;
    private final LineageEvents events;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<Long, Optional<DagSpec>> graphs = new LinkedHashMap<>(GRAPHS, 0.75F, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<DagSpec>> eldest) {
            return size() > GRAPHS;
        }
    };

    LineageCollector(LineageSettings settings, TelemetryStore store, String version) {
        this.settings = settings;
        this.store = store;
        this.events = new LineageEvents(settings.namespace(), version);
    }

    @Override
    public Receiver receiver() {
        return Receiver.LINEAGE;
    }

    @Override
    public String place() {
        return settings.url().toString();
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Answer send(List<TelemetryRow> rows) {
        Answer worst = new Answer.Taken();
        for (TelemetryRow row : rows) {
            Answer answer = post(events.of(row, graph(row.run().versionId())).toJson());
            if (answer instanceof Answer.Away) {
                return answer; // those before it are told again, and are the same
            }
            worst = answer instanceof Answer.Refused ? answer : worst;
        }
        return worst;
    }

    private Optional<DagSpec> graph(long versionId) {
        return graphs.computeIfAbsent(versionId, id -> store.graph(id).map(SpecJson::read));
    }

    private Answer post(String event) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event));
        if (settings.apiKey() != null) {
            request.header("Authorization", "Bearer " + settings.apiKey());
        }
        try {
            return Answer.ofStatus(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException e) {
            return new Answer.Away(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Away("this scheduler ends");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

package ai.extracta.deletions.micrometer;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.TransportType;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The traces that a collector receives from the exporter of the OpenTelemetry SDK. */
class OtlpTest {

    @RegisterExtension
    final SimulatorExtension server = new SimulatorExtension();

    private final List<Span> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void startCollector() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            try (exchange) {
                ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().stream()
                        .flatMap(resource -> resource.getScopeSpansList().stream())
                        .forEach(scope -> received.addAll(scope.getSpansList()));
                byte[] body = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
                exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            }
        });
        collector.start();
    }

    @AfterEach
    void stopCollector() {
        collector.stop(0);
    }

    @Test
    void aCollectorReceivesTheCallAndItsAttemptThatTheServerSaw() {
        ObservationRegistry registry = ObservationRegistry.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint("http://127.0.0.1:"
                                        + collector.getAddress().getPort() + "/v1/traces")
                                .build())
                        .build())
                .build()) {
            Bridge.installOtel(registry, provider);
            server.simulator().seed(1, 1, 1);
            server.client(
                            TransportType.NETTY,
                            builder -> builder.listener(
                                    DeletionObservations.create(registry).withIds()))
                    .deleteBatch("cls-1", "cls-1-batch-1")
                    .block(SimulatorExtension.TIMEOUT);
            assertThat(provider.forceFlush().join(10, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
        }

        Span call = span("delete batch");
        Span attempt = span("http delete");
        assertThat(attributes(call))
                .containsEntry("operation", "batch")
                .containsEntry("outcome", "DELETED")
                .containsEntry("extracta.classification.id", "cls-1");
        assertThat(attributes(attempt)).containsEntry("status", "200").containsEntry("extracta.attempt", "1");
        assertThat(attempt.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
        assertThat(server.awaitRequests(1).get(0).header("traceparent").orElseThrow())
                .startsWith("00-" + hex(call.getTraceId()) + "-" + hex(attempt.getSpanId()) + "-");
    }

    private Span span(String name) {
        return received.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(toMap(KeyValue::getKey, value -> value.getValue().getStringValue()));
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}

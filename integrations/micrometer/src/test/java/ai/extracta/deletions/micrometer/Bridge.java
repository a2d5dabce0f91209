package ai.extracta.deletions.micrometer;

import brave.Tracing;
import brave.context.slf4j.MDCScopeDecorator;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.function.Consumer;

/** The tracers that Micrometer can use, with W3C trace contexts, and with trace ids in the MDC. */
enum Bridge {
    BRAVE {
        @Override
        void install(ObservationRegistry registry, Consumer<FinishedSpan> finished) {
            ThreadLocalCurrentTraceContext current = ThreadLocalCurrentTraceContext.newBuilder()
                    .addScopeDecorator(MDCScopeDecorator.get())
                    .build();
            Tracing tracing = Tracing.newBuilder()
                    .currentTraceContext(current)
                    .propagationFactory(new W3CPropagation())
                    .traceId128Bit(true)
                    .supportsJoin(false)
                    .addSpanHandler(new SpanHandler() {
                        @Override
                        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                            finished.accept(new FinishedSpan(span.name(), span.traceId(), span.id(), span.parentId()));
                            return true;
                        }
                    })
                    .build();
            BraveBaggageManager baggage = new BraveBaggageManager();
            addHandlers(
                    registry,
                    new BraveTracer(tracing.tracer(), new BraveCurrentTraceContext(current), baggage),
                    new BravePropagator(tracing));
        }
    },
    OTEL {
        @Override
        void install(ObservationRegistry registry, Consumer<FinishedSpan> finished) {
            installOtel(
                    registry,
                    SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(new NotifyingExporter(finished)))
                            .build());
        }
    };

    /** A span that has ended; the parent of a root is null or zeros. */
    record FinishedSpan(String name, String traceId, String spanId, String parentId) {}

    private static final Slf4JEventListener MDC_OF_OTEL = new Slf4JEventListener();

    static {
        ContextStorage.addWrapper(new EventPublishingContextWrapper(MDC_OF_OTEL::onEvent));
    }

    abstract void install(ObservationRegistry registry, Consumer<FinishedSpan> finished);

    static void installOtel(ObservationRegistry registry, SdkTracerProvider provider) {
        io.opentelemetry.api.trace.Tracer tracer = provider.get("test");
        addHandlers(
                registry,
                new OtelTracer(tracer, new OtelCurrentTraceContext(), MDC_OF_OTEL::onEvent),
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), tracer));
    }

    private static void addHandlers(ObservationRegistry registry, Tracer tracer, Propagator propagator) {
        registry.observationConfig()
                .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)));
    }

    private record NotifyingExporter(Consumer<FinishedSpan> finished) implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            spans.forEach(span -> finished.accept(
                    new FinishedSpan(span.getName(), span.getTraceId(), span.getSpanId(), span.getParentSpanId())));
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}

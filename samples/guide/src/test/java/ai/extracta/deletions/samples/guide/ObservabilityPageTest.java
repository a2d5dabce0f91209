package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.micrometer.CallObservationContext;
import ai.extracta.deletions.micrometer.CallObservationConvention;
import ai.extracta.deletions.micrometer.DeletionMetrics;
import ai.extracta.deletions.micrometer.DeletionObservations;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionRequest;
import io.micrometer.common.KeyValues;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Runs what docs/observability.md shows. */
class ObservabilityPageTest {

    @RegisterExtension
    final Api api = new Api();

    @Test
    void callsAndStreamsAreInPrometheus() {
        Flux<DeletionRequest> requests = Flux.just(new DeleteBatch("cls-1", "batch-1"));

        // snippet: observability-registries
        MeterRegistry meterRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ObservationRegistry observationRegistry = ObservationRegistry.create();
        observationRegistry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meterRegistry));
        // end

        // snippet: observability
        DeletionObservations observations = DeletionObservations.create(observationRegistry);

        ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .listener(observations)              // timers, traces, traceparent
                .build();

        DeletionMetrics metrics = DeletionMetrics.of(observations);
        metrics.bindTo(meterRegistry);               // gauges and queue times; needs micrometer-core

        Flux<DeletionResult> results = deletions.deleteAll(requests, BulkOptions.builder()
                .progress(Duration.ofSeconds(5), metrics.bulkProgress("nightly"))
                .build());
        // end

        StepVerifier.create(results.then(deletions.closeLater()))
                .expectComplete()
                .verify(Api.TIMEOUT);
        assertThat(((PrometheusMeterRegistry) meterRegistry).scrape())
                .contains("extracta_deletions_call_seconds_count{", "extracta_deletions_in_flight 0.0")
                .contains("extracta_deletions_bulk_requests_total{bulk_job=\"nightly\",result=\"DELETED\"} 1.0");
    }

    @Test
    void aConventionAddsAKey() {
        MeterRegistry meterRegistry = new SimpleMeterRegistry();
        ObservationRegistry observationRegistry = ObservationRegistry.create();
        observationRegistry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meterRegistry));
        DeletionObservations observations = DeletionObservations.create(observationRegistry);
        String region = "eu";

        // snippet: observability-convention
        DeletionObservations regional = observations.withCallConvention(new CallObservationConvention() {
            @Override
            public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
                return CallObservationConvention.super.getLowCardinalityKeyValues(context).and("region", region);
            }
        });
        // end

        ClassificationDeletions deletions = api.client(builder -> builder.listener(regional));
        StepVerifier.create(deletions.deleteBatch("cls-1", "batch-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(Api.TIMEOUT);
        assertThat(meterRegistry
                        .get("extracta.deletions.call")
                        .tag("region", "eu")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void aThreadLocalIsThereBehindACall() {
        ThreadLocal<String> customer = new ThreadLocal<>();
        ContextRegistry.getInstance().registerThreadLocalAccessor("customer", customer);
        try {
            // snippet: observability-context
            Hooks.enableAutomaticContextPropagation();    // io.micrometer:context-propagation on the class path
            // end

            Mono<DeletionReceipt> call = api.client().deleteBatch("cls-1", "batch-1");
            customer.set("customer-7");
            StepVerifier.create(call.publishOn(Schedulers.parallel())
                            .map(receipt -> String.valueOf(customer.get()))
                            .contextCapture())
                    .expectNext("customer-7")
                    .expectComplete()
                    .verify(Api.TIMEOUT);
        } finally {
            customer.remove();
            Hooks.disableAutomaticContextPropagation();
            ContextRegistry.getInstance().removeThreadLocalAccessor("customer");
        }
    }
}

package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service on a simulator, or on a server that the environment names. */
public final class RetentionService {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionService.class);

    private RetentionService() {}

    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        try {
            if (ServiceSettings.namesServer(environment)) {
                start(ServiceSettings.forServer(environment));
            } else {
                startDemo(ExtractaSimulator.start(), environment);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (Exception e) {
            LOG.error("The service could not start", e);
            System.exit(1);
        }
    }

    /** Four files that the simulator has, of which one is too young, and one that it does not have. */
    private static void startDemo(ExtractaSimulator simulator, Map<String, String> environment) {
        simulator.seed(1, 1, 4);
        RetentionVerticle service = start(
                ServiceSettings.of(ApiKey.of(simulator.apiKey()), simulator.baseUri(), "jdbc:h2:mem:", environment));
        Instant now = Instant.now();
        for (String file : new String[] {"file-1", "file-2", "file-3", "file-4", "mistyped"}) {
            Duration age = Duration.ofDays(file.equals("file-4") ? 1 : 40);
            service.register(Upload.of("cls-1", "cls-1-batch-1", "cls-1-batch-1-" + file, now.minus(age)))
                    .await();
        }
        printDemo(service.url());
    }

    private static RetentionVerticle start(ServiceSettings settings) {
        Vertx vertx = Vertx.vertx();
        RetentionVerticle service = new RetentionVerticle(settings, RetentionService::logFailure);
        String deployment = vertx.deployVerticle(service).await();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(vertx, deployment), "shutdown"));
        System.out.printf("Listening on %s, erasing on %s.%n", service.url(), settings.baseUri());
        return service;
    }

    /**
     * First the verticle, which has its own order, then what it runs on. Each is waited for on this thread: a future
     * that is chained to the first has no event loop to complete on once Vert.x is closed.
     */
    private static void shutDown(Vertx vertx, String deployment) {
        try {
            vertx.undeploy(deployment).await(30, TimeUnit.SECONDS);
            vertx.close().await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.error("Not everything could be closed in time", e);
        }
    }

    private static void logFailure(DeletionResult result) {
        if (result instanceof DeletionResult.Failed failed) {
            LOG.warn("{}", failed.failure().getMessage());
        }
    }

    private static void printDemo(String url) {
        System.out.printf("""
                That is a simulator with a few documents. Try, from another terminal:

                  curl '%1$s/documents?state=PENDING'
                  curl -X POST '%1$s/erasures?olderThan=P30D'
                  curl '%1$s/documents?state=REFUSED'
                  curl %1$s/health
                  curl -H 'content-type: application/json' %1$s/documents \\
                    -d '{"classificationId":"cls-1","batchId":"b","fileId":"f","uploadedAt":"2026-01-31T12:00:00Z"}'

                Ctrl-C ends it, after calls in flight.
                """, url);
    }
}

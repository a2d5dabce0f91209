package ai.extracta.deletions.samples;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.error.DeletionException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.net.URI;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes on a simulator; with arguments, on a real server. */
public final class Quickstart {

    public static void main(String[] args) {
        if (args.length > 0) {
            String url = System.getenv("EXTRACTA_BASE_URL");
            deleteOnServer(
                    url == null ? ClassificationDeletions.Builder.DEFAULT_BASE_URI : URI.create(url), List.of(args));
            return;
        }
        for (String transport : List.of("netty", "vertx")) {
            System.out.println("Through " + transport + ":");
            runDemo(transport);
        }
        System.out.println("Exactly the requested items were deleted, through both transports.");
    }

    /** Runs against an in-process simulator of the API. */
    private static void runDemo(String transport) {
        List<DeletionRequest> requests = List.of(
                new DeleteFiles("cls-1", "cls-1-batch-1", List.of("cls-1-batch-1-file-1", "cls-1-batch-1-file-2")),
                new DeleteBatch("cls-1", "cls-1-batch-2"),
                new DeleteClassification("cls-2"));

        try (ExtractaSimulator simulator = ExtractaSimulator.start();
                ClassificationDeletions deletions = ClassificationDeletions.builder()
                        .apiKey(ApiKey.of(simulator.apiKey()))
                        .baseUri(simulator.baseUri())
                        .transport(transport) // only because both are on the class path here
                        .build()) {
            simulator.seed(2, 2, 3);

            // One after the other. Nothing is sent before subscription.
            Flux.fromIterable(requests)
                    .concatMap(deletions::delete)
                    .doOnNext(receipt -> System.out.println("  deleted: " + receipt.request()))
                    .blockLast(); // blocking is fine in main, never on an event loop

            // A failure states whether the deletion happened nevertheless.
            String failure = deletions
                    .deleteBatch("cls-1", "cls-1-batch-2")
                    .map(receipt -> "nothing")
                    .onErrorResume(DeletionException.class, e -> Mono.just(advice(e)))
                    .block();
            System.out.println("  failed:  " + failure);

            if (!simulator.deletions().equals(requests)) {
                throw new IllegalStateException("requested " + requests + ", but deleted " + simulator.deletions());
            }
        }
    }

    private static String advice(DeletionException failure) {
        String nextStep = failure.isRetryable() ? "call again later" : "fix the request";
        return nextStep + ": " + failure.getMessage();
    }

    private static void deleteOnServer(URI server, List<String> args) {
        try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .baseUri(server)
                .transport(System.getProperty("extracta.deletions.transport", "netty"))
                .build()) {
            System.out.println("Server: " + server);
            System.out.println("deleted: " + deletions.delete(request(args)).block());
        } catch (DeletionException failure) {
            System.out.println("failed:  " + advice(failure));
            System.exit(1);
        }
    }

    private static DeletionRequest request(List<String> args) {
        if (args.size() < 2) {
            throw new IllegalArgumentException("name CLASSIFICATION BATCH FILE.., batch CLASSIFICATION BATCH, or"
                    + " classification CLASSIFICATION");
        }
        return switch (args.get(0) + " " + args.size()) {
            case "classification 2" -> new DeleteClassification(args.get(1));
            case "batch 3" -> new DeleteBatch(args.get(1), args.get(2));
            default -> new DeleteFiles(args.get(0), args.get(1), args.subList(2, args.size()));
        };
    }
}

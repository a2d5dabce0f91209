package ai.extracta.deletions.benchmarks;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.bulk.FileLedger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A way of deleting many files of one batch. */
enum Contender {
    /** {@code deleteAll}. */
    STREAM(1_000_000) {
        @Override
        long delete(Job job) {
            return gone(job, BulkOptions.defaults());
        }
    },
    /** {@code deleteAll} with a ledger on the disk. */
    STREAM_WITH_LEDGER(1_000_000) {
        @Override
        long delete(Job job) throws IOException {
            Path folder = Files.createTempDirectory("bulk-benchmark");
            Path file = folder.resolve("job.ledger");
            try (FileLedger ledger = FileLedger.open(file)) {
                return gone(job, BulkOptions.builder().ledger(ledger).build());
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder.resolve("job.ledger.lock"));
                Files.deleteIfExists(folder);
            }
        }
    },
    /** What one would write without {@code deleteAll}. */
    FLAT_MAP(50_000) {
        @Override
        long delete(Job job) {
            try (ClassificationDeletions deletions = job.client()) {
                return job.count(job.requests().flatMap(deletions::delete));
            }
        }
    },
    /** What the API's documentation does: a request, its answer, the next request. */
    ONE_BY_ONE(20_000) {
        @Override
        long delete(Job job) throws IOException, InterruptedException {
            HttpClient client = HttpClient.newHttpClient();
            long gone = 0;
            for (int i = 0; i < job.files(); i++) {
                String body = "{\"classificationId\":\"%s\",\"batchId\":\"%s\",\"fileIds\":[\"%s\"]}"
                        .formatted(Job.CLASSIFICATION, job.batch(), job.file(i));
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(job.baseUri() + "/documentClassification/deleteFiles"))
                        .header("Authorization", "Bearer " + job.key())
                        .header("Content-Type", "application/json")
                        .method("DELETE", HttpRequest.BodyPublishers.ofString(body))
                        .build();
                gone += client.send(request, HttpResponse.BodyHandlers.ofString())
                                        .statusCode()
                                == 200
                        ? 1
                        : 0;
            }
            return gone;
        }
    };

    private final int files;

    Contender(int files) {
        this.files = files;
    }

    /** How many files it deletes: enough to take some seconds. */
    int files() {
        return files;
    }

    /** Returns how many files are gone. */
    abstract long delete(Job job) throws IOException, InterruptedException;

    private static long gone(Job job, BulkOptions options) {
        try (ClassificationDeletions deletions = job.client()) {
            return job.count(deletions.deleteAll(job.requests(), options).filter(DeletionResult::isGone));
        }
    }
}

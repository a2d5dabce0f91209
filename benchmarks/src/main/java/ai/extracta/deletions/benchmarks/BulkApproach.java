package ai.extracta.deletions.benchmarks;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A way of deleting many files of one batch. */
enum BulkApproach {
    /** {@code flatMap} with single calls. */
    FLAT_MAP(50_000) {
        @Override
        long delete(BulkWorkload workload) {
            try (ClassificationDeletions deletions = workload.client()) {
                return workload.count(workload.requests().flatMap(deletions::delete));
            }
        }
    },
    /** Sequential requests, as in the API's documentation. */
    ONE_BY_ONE(20_000) {
        @Override
        long delete(BulkWorkload workload) throws IOException, InterruptedException {
            HttpClient client = HttpClient.newHttpClient();
            long deleted = 0;
            for (int i = 0; i < workload.files(); i++) {
                String body = "{\"classificationId\":\"%s\",\"batchId\":\"%s\",\"fileIds\":[\"%s\"]}"
                        .formatted(BulkWorkload.CLASSIFICATION, workload.batch(), workload.file(i));
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(workload.baseUri() + "/documentClassification/deleteFiles"))
                        .header("Authorization", "Bearer " + workload.key())
                        .header("Content-Type", "application/json")
                        .method("DELETE", HttpRequest.BodyPublishers.ofString(body))
                        .build();
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                deleted += response.statusCode() == 200 ? 1 : 0;
            }
            return deleted;
        }
    },
    /** {@code deleteAll}. */
    STREAM(1_000_000) {
        @Override
        long delete(BulkWorkload workload) {
            return countDeleted(workload, BulkOptions.defaults());
        }
    },
    /** {@code deleteAll} with a ledger in a file. */
    STREAM_WITH_LEDGER(1_000_000) {
        @Override
        long delete(BulkWorkload workload) throws IOException {
            Path folder = Files.createTempDirectory("bulk-benchmark");
            Path file = folder.resolve("job.ledger");
            try (FileLedger ledger = FileLedger.open(file)) {
                return countDeleted(
                        workload, BulkOptions.builder().ledger(ledger).build());
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder.resolve("job.ledger.lock"));
                Files.deleteIfExists(folder);
            }
        }
    },
    /** {@code deleteAll} with a ledger in PostgreSQL. */
    STREAM_WITH_DATABASE(1_000_000) {
        @Override
        long delete(BulkWorkload workload) {
            ConnectionPool pool =
                    new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(workload.database()))
                            .build());
            try (R2dbcLedger ledger = R2dbcLedger.create(pool, workload.batch())) {
                return countDeleted(
                        workload, BulkOptions.builder().ledger(ledger).build());
            } finally {
                pool.disposeLater().block();
            }
        }
    };

    private final int files;

    BulkApproach(int files) {
        this.files = files;
    }

    /** The number of files to delete: enough to take some seconds. */
    int files() {
        return files;
    }

    /** Returns the number of deleted files. */
    abstract long delete(BulkWorkload workload) throws IOException, InterruptedException;

    private static long countDeleted(BulkWorkload workload, BulkOptions options) {
        try (ClassificationDeletions deletions = workload.client()) {
            return workload.count(
                    deletions.deleteAll(workload.requests(), options).filter(DeletionResult::isGone));
        }
    }
}

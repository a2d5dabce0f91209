package ai.extracta.deletions.internal.bulk;

import static ai.extracta.deletions.internal.bulk.Bulk.LIMIT;
import static ai.extracta.deletions.internal.bulk.Bulk.deleteAll;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.BulkOptions;
import ai.extracta.deletions.bulk.CorrelatedResult;
import ai.extracta.deletions.bulk.DeletionResult.Failed;
import ai.extracta.deletions.error.CallRejectedException;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.model.DeletionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whatever the server does and however the stream ends. */
class CorrelationPropertiesTest {

    private static final Duration STEP = Duration.ofNanos(1);

    /** Overlapping and repeated ones; two of ten cannot be mapped. */
    @Provide
    Arbitrary<List<Item>> items() {
        Arbitrary<Integer> id = Arbitraries.integers().between(1, 4);
        Arbitrary<Integer> kind = Arbitraries.integers().between(0, 9);
        return Combinators.combine(kind, id, id, id.set().ofMinSize(1))
                .as((each, classification, batch, files) -> new Item(
                        each,
                        "cls-" + classification,
                        "batch-" + batch,
                        files.stream().map(file -> "f-" + file).toList()))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 500)
    void everyItemThatWasTakenComesOutOnceWithTheResultOfItsOwnRequest(
            @ForAll("items") List<Item> items,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int window,
            @ForAll @IntRange(min = 1, max = 4) int concurrency,
            @ForAll @IntRange(min = 1, max = 5) int maxFilesPerCall,
            @ForAll boolean withLedger,
            @ForAll boolean failFast) {
        BulkOptions.Builder options = BulkOptions.builder()
                .window(window)
                .concurrency(concurrency)
                .maxFilesPerCall(maxFilesPerCall)
                .failFast(failFast);
        List<Item> taken = new ArrayList<>();
        List<CorrelatedResult<Item>> results = new ArrayList<>();

        deleteAll(
                        new RandomServer(seed)::delete,
                        (withLedger ? options.ledger(new RecordingLedger()) : options).build(),
                        Flux.fromIterable(items).doOnNext(taken::add),
                        Item::request)
                .doOnNext(results::add)
                .onErrorComplete()
                .blockLast(LIMIT);

        assertThat(results.stream().map(each -> each.result().index()).sorted())
                .containsExactlyElementsOf(IntStream.range(0, results.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        int emittedWhileItEnded = taken.size() - results.size();
        assertThat(emittedWhileItEnded).isBetween(0, failFast ? 1 : 0);
        assertThat(results).allSatisfy(each -> {
            assertThat(each.item()).isSameAs(items.get((int) each.result().index()));
            if (each.item().isMappable()) {
                assertThat(each.result().request()).isEqualTo(each.item().request());
            } else {
                assertThat(((Failed) each.result()).remaining()).isEmpty();
            }
        });
        assertThat(failFast || taken.size() == items.size()).isTrue();
    }

    private record Item(int kind, String classificationId, String batchId, List<String> fileIds) {

        boolean isMappable() {
            return kind > 1;
        }

        @Nullable DeletionRequest request() {
            return switch (kind) {
                case 0 -> null;
                case 1 -> throw new IllegalStateException("cannot be mapped");
                case 2 -> new DeleteClassification(classificationId);
                case 3, 4 -> new DeleteBatch(classificationId, batchId);
                default -> new DeleteFiles(classificationId, batchId, fileIds);
            };
        }
    }

    /** Ends each call at random: at once or on another thread, with a receipt or with any failure. */
    private static final class RandomServer {

        private final Random random;

        RandomServer(long seed) {
            this.random = new Random(seed);
        }

        private synchronized Mono<DeletionReceipt> delete(DeletionRequest request) {
            Mono<DeletionReceipt> end = end(request);
            return random.nextBoolean()
                    ? end
                    : Mono.delay(STEP, Schedulers.parallel()).then(end);
        }

        private Mono<DeletionReceipt> end(DeletionRequest request) {
            return switch (random.nextInt(8)) {
                case 0 -> Mono.error(ModelServer.refused(request, 404));
                case 1 -> Mono.error(ModelServer.refused(request, 400));
                case 2 -> Mono.error(ModelServer.refused(request, 429));
                case 3 -> Mono.error(ModelServer.lost(request));
                case 4 -> Mono.error(new CallRejectedException(request, "the client is closed", null));
                case 5 -> Mono.just(ModelServer.receipt(request, Confirmation.ALREADY_ABSENT));
                default -> Mono.just(ModelServer.receipt(request, Confirmation.CONFIRMED));
            };
        }
    }
}

package ai.extracta.deletions.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** A plan deletes exactly what is requested. There are few distinct ids, so that requests overlap. */
class DeletionPlanPropertiesTest {

    private static final List<String> CLASSIFICATIONS = List.of("c1", "c2", "c3");
    private static final List<String> BATCHES = List.of("b1", "b2", "b3");
    private static final List<String> FILES = List.of("f1", "f2", "f3", "f4", "f5", "f6");

    @Provide
    Arbitrary<List<DeletionRequest>> requests() {
        Arbitrary<String> classification = Arbitraries.of(CLASSIFICATIONS);
        Arbitrary<String> batch = Arbitraries.of(BATCHES);
        Arbitrary<List<String>> files =
                Arbitraries.of(FILES).list().ofMinSize(1).ofMaxSize(8);
        Arbitrary<DeletionRequest> whole = classification.map(DeleteClassification::new);
        Arbitrary<DeletionRequest> part =
                Combinators.combine(classification, batch).as(DeleteBatch::new);
        Arbitrary<DeletionRequest> some =
                Combinators.combine(classification, batch, files).as(DeleteFiles::new);
        return Arbitraries.frequencyOf(Tuple.of(1, whole), Tuple.of(3, part), Tuple.of(12, some))
                .list()
                .ofMaxSize(30);
    }

    @Property
    void thePlanLeavesTheSameAsTheRequestsOneByOneInAnyOrder(
            @ForAll("requests") List<DeletionRequest> requests,
            @ForAll @IntRange(min = 1, max = 7) int maxFilesPerCall,
            @ForAll long seed) {
        List<DeletionRequest> shuffled = new ArrayList<>(requests);
        Collections.shuffle(shuffled, new Random(seed));
        List<DeletionRequest> calls =
                new ArrayList<>(DeletionPlan.of(requests, maxFilesPerCall).calls());
        Collections.shuffle(calls, new Random(seed));
        assertThat(left(calls)).isEqualTo(left(shuffled));
    }

    @Property
    void nothingIsDeletedThatWasNotRequested(@ForAll("requests") List<DeletionRequest> requests) {
        Set<String> requested = new TreeSet<>(everything());
        requested.removeAll(left(requests));
        Set<String> touched = new TreeSet<>(everything());
        touched.removeAll(left(DeletionPlan.of(requests).calls()));
        assertThat(requested).containsAll(touched);
    }

    @Property
    void callsDoNotOverlap(
            @ForAll("requests") List<DeletionRequest> requests,
            @ForAll @IntRange(min = 1, max = 7) int maxFilesPerCall) {
        List<String> touched = DeletionPlan.of(requests, maxFilesPerCall).calls().stream()
                .flatMap(call -> targets(call).stream())
                .toList();
        assertThat(touched).doesNotHaveDuplicates();
    }

    @Property
    void everyRequestHasACallOrAnEnclosingRequest(@ForAll("requests") List<DeletionRequest> requests) {
        DeletionPlan plan = DeletionPlan.of(requests);
        List<String> touched =
                plan.calls().stream().flatMap(call -> targets(call).stream()).toList();
        assertThat(requests).allSatisfy(request -> {
            DeletionRequest by = plan.subsumed().getOrDefault(request, request);
            assertThat(requests).contains(by);
            assertThat(touched).containsAll(targets(request));
        });
    }

    @Property
    void thereAreNoMoreCallsThanNeeded(
            @ForAll("requests") List<DeletionRequest> requests,
            @ForAll @IntRange(min = 1, max = 7) int maxFilesPerCall) {
        List<DeletionRequest> calls = DeletionPlan.of(requests, maxFilesPerCall).calls();
        for (String classification : CLASSIFICATIONS) {
            for (String batch : BATCHES) {
                List<Integer> sizes = calls.stream()
                        .filter(call -> call instanceof DeleteFiles files
                                && files.classificationId().equals(classification)
                                && files.batchId().equals(batch))
                        .map(call -> ((DeleteFiles) call).fileIds().size())
                        .toList();
                assertThat(sizes.stream().limit(Math.max(0, sizes.size() - 1)))
                        .allMatch(size -> size == maxFilesPerCall);
                assertThat(sizes).allMatch(size -> size <= maxFilesPerCall);
            }
        }
    }

    private static Set<String> everything() {
        Set<String> all = new TreeSet<>();
        CLASSIFICATIONS.forEach(id -> all.addAll(targets(new DeleteClassification(id))));
        return all;
    }

    private static Set<String> left(Collection<DeletionRequest> requests) {
        Set<String> left = everything();
        requests.forEach(request -> left.removeAll(targets(request)));
        return left;
    }

    private static Set<String> targets(DeletionRequest request) {
        Set<String> targets = new TreeSet<>();
        if (request instanceof DeleteFiles files) {
            files.fileIds().forEach(id -> targets.add(files.classificationId() + "/" + files.batchId() + "/" + id));
        } else if (request instanceof DeleteBatch batch) {
            within(batch.classificationId() + "/" + batch.batchId()).forEach(targets::add);
        } else {
            targets.add(request.classificationId());
            BATCHES.stream()
                    .flatMap(batch -> within(request.classificationId() + "/" + batch))
                    .forEach(targets::add);
        }
        return targets;
    }

    private static Stream<String> within(String batch) {
        return Stream.concat(Stream.of(batch), FILES.stream().map(file -> batch + "/" + file));
    }
}

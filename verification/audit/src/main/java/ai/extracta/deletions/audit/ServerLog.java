package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import ai.extracta.deletions.testkit.ReceivedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a closed simulator received and deleted.
 *
 * @param remaining what still exists, by classification id
 * @param deletions the deletions it performed, by classification id
 * @param requestCounts the number of requests it received, by the classification id they name
 */
record ServerLog(
        Map<String, Classification> remaining,
        Map<String, List<DeletionRequest>> deletions,
        Map<String, Integer> requestCounts) {

    static ServerLog of(ExtractaSimulator closed) {
        Map<String, Integer> requestCounts = new HashMap<>();
        closed.requests().forEach(request -> requestCounts.merge(classificationOf(request), 1, Integer::sum));
        return new ServerLog(
                closed.classifications().stream()
                        .collect(Collectors.toMap(Classification::classificationId, Function.identity())),
                closed.deletions().stream().collect(Collectors.groupingBy(DeletionRequest::classificationId)),
                requestCounts);
    }

    private static String classificationOf(ReceivedRequest request) {
        String id = AtomicDeletions.readTree(request.body())
                .path("classificationId")
                .asText();
        return request.method().equals("DELETE") && !id.isEmpty() ? id : request.toString();
    }

    GroundTruth truthOf(DeletionTarget target) {
        String id = target.request().classificationId();
        List<DeletionRequest> deleted = deletions.getOrDefault(id, List.of());
        Classification remainder = remaining.get(id);
        return new GroundTruth(
                target.existed(),
                remainder == null || !target.isPresentIn(remainder),
                deleted.contains(target.request()),
                deleted.stream().anyMatch(other -> !other.equals(target.request())),
                requestCounts.getOrDefault(id, 0));
    }

    int requests() {
        return requestCounts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The number of requests for none of the targets. */
    int unattributedRequests(List<DeletionTarget> targets) {
        int known = targets.stream()
                .mapToInt(target -> requestCounts.getOrDefault(target.request().classificationId(), 0))
                .sum();
        return requests() - known;
    }
}

package ai.extracta.deletions.audit;

import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import ai.extracta.deletions.testkit.ReceivedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a simulator saw and did. To be made of one that is closed: only then is all of it over.
 *
 * @param remaining what is still there, by classification
 * @param deletions what was deleted, by classification
 * @param requestCounts how many requests arrived, by the classification they name
 */
record ServerLog(
        Map<String, Classification> remaining, Map<String, List<DeletionRequest>> deletions, Map<String, Integer> requestCounts) {

    private static final Pattern CLASSIFICATION = Pattern.compile("\"classificationId\":\"([^\"]*)\"");

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
        Matcher id = CLASSIFICATION.matcher(request.body());
        return request.method().equals("DELETE") && id.find() ? id.group(1) : request.toString();
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

    /** Requests for none of the targets: nobody asked for them. */
    int unattributedRequests(List<DeletionTarget> targets) {
        int known = targets.stream()
                .mapToInt(target -> requestCounts.getOrDefault(target.request().classificationId(), 0))
                .sum();
        return requests() - known;
    }
}

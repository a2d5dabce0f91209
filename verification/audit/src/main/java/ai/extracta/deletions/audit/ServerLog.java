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
 * @param left what is still there, by classification
 * @param deletions what was deleted, by classification
 * @param seen how many requests arrived, by the classification they name
 */
record ServerLog(
        Map<String, Classification> left, Map<String, List<DeletionRequest>> deletions, Map<String, Integer> seen) {

    private static final Pattern CLASSIFICATION = Pattern.compile("\"classificationId\":\"([^\"]*)\"");

    static ServerLog of(ExtractaSimulator closed) {
        Map<String, Integer> seen = new HashMap<>();
        closed.requests().forEach(request -> seen.merge(classificationOf(request), 1, Integer::sum));
        return new ServerLog(
                closed.classifications().stream()
                        .collect(Collectors.toMap(Classification::classificationId, Function.identity())),
                closed.deletions().stream().collect(Collectors.groupingBy(DeletionRequest::classificationId)),
                seen);
    }

    private static String classificationOf(ReceivedRequest request) {
        Matcher id = CLASSIFICATION.matcher(request.body());
        return request.method().equals("DELETE") && id.find() ? id.group(1) : request.toString();
    }

    Truth truthOf(Target target) {
        String id = target.request().classificationId();
        List<DeletionRequest> deleted = deletions.getOrDefault(id, List.of());
        Classification rest = left.get(id);
        return new Truth(
                target.existed(),
                rest == null || !target.isIn(rest),
                deleted.contains(target.request()),
                deleted.stream().anyMatch(other -> !other.equals(target.request())),
                seen.getOrDefault(id, 0));
    }

    int requests() {
        return seen.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Requests for none of the targets: nobody asked for them. */
    int strangers(List<Target> targets) {
        int known = targets.stream()
                .mapToInt(target -> seen.getOrDefault(target.request().classificationId(), 0))
                .sum();
        return requests() - known;
    }
}

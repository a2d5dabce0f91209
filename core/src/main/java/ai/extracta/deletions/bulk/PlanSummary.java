package ai.extracta.deletions.bulk;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of {@link DeletionPlan#summary()}. */
final class PlanSummary {

    private static final int MAX_SHOWN = 20;

    private PlanSummary() {}

    static String of(DeletionPlan plan, int repetitions) {
        List<String> lines = new ArrayList<>();
        lines.add(counted(plan.requestCount(), "request") + ", "
                + counted(plan.calls().size(), "call"));
        addAll(lines, "whole classification", names(plan.calls(), DeleteClassification.class));
        addAll(lines, "whole batch", names(plan.calls(), DeleteBatch.class));
        addAll(lines, "batch in part", files(plan.calls()));
        if (!plan.subsumed().isEmpty()) {
            lines.add("  " + counted(plan.subsumed().size(), "request") + " covered by a wider one");
        }
        if (repetitions > 0) {
            lines.add("  " + counted(repetitions, "repetition") + " dropped");
        }
        return String.join("\n", lines);
    }

    private static void addAll(List<String> lines, String kind, List<String> names) {
        if (!names.isEmpty()) {
            lines.add("  " + counted(names.size(), kind) + ":");
            names.stream().limit(MAX_SHOWN).forEach(name -> lines.add("    " + name));
            if (names.size() > MAX_SHOWN) {
                lines.add("    and " + grouped(names.size() - MAX_SHOWN) + " more");
            }
        }
    }

    private static List<String> names(List<DeletionRequest> calls, Class<? extends DeletionRequest> kind) {
        return calls.stream().filter(kind::isInstance).map(PlanSummary::name).toList();
    }

    private static List<String> files(List<DeletionRequest> calls) {
        Map<DeleteBatch, List<DeleteFiles>> byBatch = new LinkedHashMap<>();
        for (DeletionRequest call : calls) {
            if (call instanceof DeleteFiles files) {
                byBatch.computeIfAbsent(files.batch(), batch -> new ArrayList<>())
                        .add(files);
            }
        }
        return byBatch.entrySet().stream()
                .map(entry -> name(entry.getKey()) + ": " + describe(entry.getValue()))
                .toList();
    }

    private static String describe(List<DeleteFiles> calls) {
        int files = calls.stream().mapToInt(call -> call.fileIds().size()).sum();
        return counted(files, "file") + " in " + counted(calls.size(), "call");
    }

    private static String name(DeletionRequest request) {
        String batch = request instanceof DeleteBatch named ? " / " + named.batchId() : "";
        return request.classificationId() + batch;
    }

    private static String counted(int number, String what) {
        String plural =
                what.startsWith("batch ") ? "batches in part" : what.endsWith("batch") ? what + "es" : what + "s";
        return grouped(number) + " " + (number == 1 ? what : plural);
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

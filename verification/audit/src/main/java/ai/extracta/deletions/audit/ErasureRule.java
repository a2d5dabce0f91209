package ai.extracta.deletions.audit;

import java.util.Arrays;
import java.util.stream.Stream;

/** What must hold for workers and what they write, whatever is killed and restarted. */
enum ErasureRule {
    EVERY_MESSAGE_HAS_A_FINAL_RECORD,
    ONLY_WHAT_IS_FINAL_IS_RECORDED,
    RESULTS_MEAN_DELETED,
    REFUSED_MEANS_NOT_DELETED,
    NOTHING_ELSE_IS_DELETED,
    WHAT_IS_SETTLED_IS_NOT_SENT_AGAIN;

    /** The violations of all rules. */
    static Stream<String> allViolations(ErasureLog log) {
        return Arrays.stream(values()).flatMap(rule -> rule.violations(log).map(violation -> rule + ": " + violation));
    }

    Stream<String> violations(ErasureLog log) {
        return switch (this) {
            case EVERY_MESSAGE_HAS_A_FINAL_RECORD -> FinalRecordRules.vanished(log);
            case ONLY_WHAT_IS_FINAL_IS_RECORDED -> FinalRecordRules.notFinal(log);
            case RESULTS_MEAN_DELETED -> GroundTruthRules.untrueResults(log);
            case REFUSED_MEANS_NOT_DELETED -> GroundTruthRules.untrueRefusals(log);
            case NOTHING_ELSE_IS_DELETED -> GroundTruthRules.unrequested(log);
            case WHAT_IS_SETTLED_IS_NOT_SENT_AGAIN -> RepeatedCalls.in(log);
        };
    }
}

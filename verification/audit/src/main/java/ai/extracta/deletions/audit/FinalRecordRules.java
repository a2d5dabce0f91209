package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.FinalRecord.DeadLetter;
import ai.extracta.deletions.audit.FinalRecord.Result;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which records there must be, and what they may say. */
final class FinalRecordRules {

    private static final Set<String> OUTCOMES = Set.of("DELETED", "ALREADY_ABSENT", "SUBSUMED", "ALREADY_DELETED");

    private FinalRecordRules() {}

    /** Messages without a result and without a dead letter. */
    static Stream<String> vanished(ErasureLog log) {
        Set<Integer> finished = new HashSet<>();
        log.results().forEach(result -> finished.add(result.message()));
        log.deadLetters().forEach(letter -> finished.add(letter.message()));
        return IntStream.range(0, log.messages())
                .filter(message -> !finished.contains(message))
                .mapToObj(message -> "neither result nor dead letter: " + log.describe(message));
    }

    /** Records that do not belong to a message, or that call final what is not. */
    static Stream<String> notFinal(ErasureLog log) {
        return Stream.concat(
                log.results().stream().filter(result -> !isFinal(result, log)).map(Object::toString),
                log.deadLetters().stream()
                        .filter(letter -> !isFinal(letter, log))
                        .map(Object::toString));
    }

    private static boolean isFinal(Result result, ErasureLog log) {
        return OUTCOMES.contains(result.outcome())
                && result.state().equals("DELETED")
                && result.request().equals(log.requests().get(result.message()));
    }

    /** What was not sent is never given up. */
    private static boolean isFinal(DeadLetter letter, ErasureLog log) {
        boolean isReadable = log.requests().containsKey(letter.message());
        boolean isMessage = letter.message() >= 0 && letter.message() < log.messages();
        return isMessage
                && switch (letter.reason()) {
                    case "UNREADABLE" -> !isReadable && letter.outcome().isEmpty();
                    case "REFUSED" -> isReadable && Set.of("REFUSED", "").contains(letter.outcome());
                    case "NOT_CERTAIN" -> isReadable && !letter.outcome().equals("NOT_SENT");
                    default -> false;
                };
    }
}

package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.audit.ErasureLog.Call;
import ai.extracta.deletions.audit.ErasureLog.Delivery;
import ai.extracta.deletions.audit.FinalRecord.DeadLetter;
import ai.extracta.deletions.audit.FinalRecord.Result;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule by itself: a log that breaks just this one, and what it allows. */
class ErasureRuleTest {

    private static final int FILE = 0;
    private static final int BATCH = 1;
    private static final int ABSENT = 2;
    private static final int UNREADABLE = 3;
    private static final int ENCLOSED = 4;
    private static final int MESSAGES = 5;

    private static final Set<DeletionRequest> EXISTING = AtomicDeletions.in(List.of(new Classification(
            "c", List.of(new Batch("b", List.of("f-1", "bystander")), new Batch("whole", List.of("w-1"))))));
    private static final Map<Integer, DeletionRequest> REQUESTS = Map.of(
            FILE, new DeleteFiles("c", "b", List.of("f-1")),
            BATCH, new DeleteBatch("c", "whole"),
            ABSENT, new DeleteFiles("c", "b", List.of("absent")),
            ENCLOSED, new DeleteFiles("c", "whole", List.of("w-1")));
    private static final Moment END = new Moment(3, 2);

    private final List<Result> results = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<DeletionRequest> deletions = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<Integer, Integer> settled = new HashMap<>();
    private final List<Integer> brokerRestarts = new ArrayList<>();

    /** One worker that did everything right. */
    @BeforeEach
    void honestWorker() {
        for (int message = 0; message < MESSAGES; message++) {
            deliveries.add(new Delivery(message, "w-1", 0));
            settled.put(message, END.calls());
        }
        List.of(FILE, BATCH, ABSENT).forEach(message -> call("w-1", message));
        deletions.addAll(List.of(request(FILE), request(BATCH)));
        result(FILE, "DELETED", END);
        result(BATCH, "DELETED", END);
        results.add(new Result(ENCLOSED, "w-1", "SUBSUMED", "DELETED", request(ENCLOSED), request(BATCH), END));
        deadLetter(ABSENT, "REFUSED", "REFUSED");
        deadLetter(UNREADABLE, "UNREADABLE", "");
    }

    @Test
    void anHonestWorkerViolatesNothing() {
        assertThat(violatedRules()).isEmpty();
    }

    @Nested
    class EveryMessageHasAFinalRecord {

        @ParameterizedTest
        @ValueSource(ints = {FILE, ABSENT, UNREADABLE})
        void oneThatVanishesIsFound(int message) {
            results.removeIf(result -> result.message() == message);
            deadLetters.removeIf(letter -> letter.message() == message);

            assertThat(violatedRules()).containsExactly(ErasureRule.EVERY_MESSAGE_HAS_A_FINAL_RECORD);
        }

        @Test
        void aDeadLetterIsEnough() {
            results.removeIf(result -> result.message() == FILE);
            deadLetter(FILE, "NOT_CERTAIN", "UNKNOWN");

            assertThat(violatedRules()).isEmpty();
        }
    }

    @Nested
    class OnlyWhatIsFinalIsRecorded {

        @ParameterizedTest
        @ValueSource(strings = {"UNKNOWN", "NOT_SENT", "REFUSED", ""})
        void anotherOutcomeIsFound(String outcome) {
            result(FILE, outcome, END);

            isBroken();
        }

        @Test
        void aResultForAnotherRequestIsFound() {
            results.add(new Result(FILE, "w-1", "DELETED", "DELETED", request(BATCH), request(BATCH), END));

            isBroken();
        }

        @ParameterizedTest
        @ValueSource(strings = {"STARTED", "PENDING", "REFUSED"})
        void aResultWhoseReceiptSaysOtherwiseIsFound(String state) {
            results.add(new Result(FILE, "w-1", "DELETED", state, request(FILE), request(FILE), END));

            isBroken();
        }

        @Test
        void whatWasNotSentAndGivenUpIsFound() {
            deadLetter(FILE, "NOT_CERTAIN", "NOT_SENT");

            isBroken();
        }

        @ParameterizedTest
        @ValueSource(strings = {"UNKNOWN", "NOT_SENT"})
        void whatIsCalledRefusedAndWasNotIsFound(String outcome) {
            deadLetter(ABSENT, "REFUSED", outcome);

            isBroken();
        }

        @Test
        void aReadableMessageThatIsCalledUnreadableIsFound() {
            deadLetter(FILE, "UNREADABLE", "");

            isBroken();
        }

        @ParameterizedTest
        @ValueSource(ints = {FinalRecord.NO_MESSAGE, MESSAGES})
        void aRecordAboutNoMessageIsFound(int message) {
            deadLetter(message, "UNREADABLE", "");

            isBroken();
        }

        private void isBroken() {
            assertThat(violatedRules()).containsExactly(ErasureRule.ONLY_WHAT_IS_FINAL_IS_RECORDED);
        }
    }

    @Nested
    class ResultsMeanDeleted {

        @ParameterizedTest
        @ValueSource(strings = {"DELETED", "ALREADY_ABSENT", "ALREADY_DELETED"})
        void oneForWhatIsDeletedOnlyLaterIsFound(String outcome) {
            result(FILE, outcome, new Moment(1, 0));

            assertThat(violatedRules()).containsExactly(ErasureRule.RESULTS_MEAN_DELETED);
        }

        @Test
        void oneThatNamesAnEnclosingDeletionThatDidNotHappenIsFound() {
            DeletionRequest classification = new DeleteClassification("c");
            results.add(new Result(ENCLOSED, "w-1", "SUBSUMED", "DELETED", request(ENCLOSED), classification, END));

            assertThat(violatedRules()).containsExactly(ErasureRule.RESULTS_MEAN_DELETED);
        }

        @Test
        void oneThatNamesADeletionThatDoesNotEncloseItIsFound() {
            results.add(new Result(FILE, "w-1", "SUBSUMED", "DELETED", request(FILE), request(BATCH), END));

            assertThat(violatedRules()).containsExactly(ErasureRule.RESULTS_MEAN_DELETED);
        }

        @Test
        void deletedIsMoreThanAbsent() {
            result(ENCLOSED, "DELETED", END);

            assertThat(violatedRules()).containsExactly(ErasureRule.RESULTS_MEAN_DELETED);
        }

        @Test
        void whatAnEnclosingDeletionDeletedIsAbsent() {
            result(ENCLOSED, "ALREADY_ABSENT", END);

            assertThat(violatedRules()).isEmpty();
        }

        @Test
        void whatNeverExistedIsAbsent() {
            result(ABSENT, "ALREADY_ABSENT", END);

            assertThat(violatedRules()).isEmpty();
        }
    }

    @Nested
    class RefusedMeansNotDeleted {

        @BeforeEach
        void noResult() {
            results.removeIf(result -> result.message() == FILE);
            deadLetter(FILE, "REFUSED", "REFUSED");
        }

        @Test
        void oneThatExistsIsFound() {
            deletions.remove(request(FILE));

            assertThat(violatedRules()).contains(ErasureRule.REFUSED_MEANS_NOT_DELETED);
        }

        @Test
        void oneThatWasDeletedIsFound() {
            isBroken();
        }

        @Test
        void oneThatAnotherDeliveryDeletedIsFoundIfNoResultSaysSo() {
            deliveries.add(new Delivery(FILE, "w-2", 2));

            isBroken();
        }

        @Test
        void oneThatWasDeliveredOnceIsFoundEvenBesideAResult() {
            result(FILE, "DELETED", END);

            isBroken();
        }

        @Test
        void itMayStandBesideTheResultOfAnotherDelivery() {
            deliveries.add(new Delivery(FILE, "w-2", 2));
            result(FILE, "DELETED", END);

            assertThat(violatedRules()).isEmpty();
        }

        @Test
        void itMayStandAloneIfTheBrokerHasForgottenADelivery() {
            deliveries.add(new Delivery(FILE, "w-2", 2));
            brokerRestarts.add(1);

            assertThat(violatedRules()).isEmpty();
        }

        @Test
        void aBrokerForgetsOnlyWhatWasDeliveredBefore() {
            deliveries.removeIf(delivery -> delivery.message() == FILE);
            deliveries.addAll(List.of(new Delivery(FILE, "w-1", 1), new Delivery(FILE, "w-2", 2)));
            brokerRestarts.add(0);

            isBroken();
        }

        @Test
        void whatAnEnclosingDeletionDeletedIsRefused() {
            deadLetters.removeIf(letter -> letter.message() == FILE);
            result(FILE, "DELETED", END);
            deadLetter(ENCLOSED, "REFUSED", "REFUSED");

            assertThat(violatedRules()).isEmpty();
        }

        private void isBroken() {
            assertThat(violatedRules()).containsExactly(ErasureRule.REFUSED_MEANS_NOT_DELETED);
        }
    }

    @Nested
    class NothingElseIsDeleted {

        @Test
        void aDeletionThatNobodyRequestedIsFound() {
            deletions.add(new DeleteFiles("c", "b", List.of("f-1", "bystander")));

            assertThat(violatedRules()).containsExactly(ErasureRule.NOTHING_ELSE_IS_DELETED);
        }

        @Test
        void aCallThatNobodyRequestedIsFound() {
            calls.add(new Call("w-1", new DeleteClassification("c")));

            assertThat(violatedRules()).containsExactly(ErasureRule.NOTHING_ELSE_IS_DELETED);
        }
    }

    @Nested
    class WhatIsSettledIsNotSentAgain {

        @Test
        void oneThatIsSentAgainByAnotherWorkerIsFound() {
            call("w-2", FILE);

            isBroken();
        }

        @Test
        void oneThatIsDeliveredAgainAndSentIsFound() {
            deliveries.add(new Delivery(FILE, "w-2", END.calls() + 1));
            call("w-2", FILE);

            isBroken();
        }

        @Test
        void oneThatIsSentAgainByTheWorkerThatWroteItsResultIsFound() {
            call("w-1", FILE);

            isBroken();
        }

        @Test
        void oneThatIsSentTogetherWithAnotherRequestIsFound() {
            calls.add(new Call("w-2", new DeleteFiles("c", "b", List.of("absent", "f-1"))));
            settled.remove(ABSENT);

            isBroken();
        }

        @Test
        void aWorkerThatHasHeldItSinceBeforeMayFinishIt() {
            deliveries.add(new Delivery(FILE, "w-2", END.calls()));
            call("w-2", FILE);

            assertThat(violatedRules()).isEmpty();
        }

        @Test
        void oneThatIsNotSettledMayBeSentAgain() {
            settled.remove(FILE);
            call("w-2", FILE);

            assertThat(violatedRules()).isEmpty();
        }

        private void isBroken() {
            assertThat(violatedRules()).containsExactly(ErasureRule.WHAT_IS_SETTLED_IS_NOT_SENT_AGAIN);
        }
    }

    private List<ErasureRule> violatedRules() {
        ErasureLog log = new ErasureLog(
                MESSAGES,
                REQUESTS,
                EXISTING,
                results,
                deadLetters,
                deletions,
                calls,
                deliveries,
                settled,
                brokerRestarts);
        return Arrays.stream(ErasureRule.values())
                .filter(rule -> rule.violations(log).findAny().isPresent())
                .toList();
    }

    private static DeletionRequest request(int message) {
        DeletionRequest request = REQUESTS.get(message);
        assertThat(request).isNotNull();
        return request;
    }

    private void call(String worker, int message) {
        calls.add(new Call(worker, request(message)));
    }

    private void result(int message, String outcome, Moment seen) {
        results.add(new Result(message, "w-1", outcome, "DELETED", request(message), request(message), seen));
    }

    private void deadLetter(int message, String reason, String outcome) {
        deadLetters.add(new DeadLetter(message, "w-1", reason, outcome, END));
    }
}

package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.extracta.deletions.testkit.Chaos.Fault;
import ai.extracta.deletions.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chance that can be repeated. */
@Timeout(60)
class ChaosTest {

    private static final int REQUESTS = 2_000;
    private static final Chaos CHAOS = Chaos.seeded(1);

    @Test
    void doesTheSameForTheSameSeed() {
        assertThat(eachFirst(Chaos.seeded(1))).isEqualTo(eachFirst(Chaos.seeded(1)));
    }

    @Test
    void doesSomethingElseForAnotherSeed() {
        assertThat(eachFirst(Chaos.seeded(2))).isNotEqualTo(eachFirst(Chaos.seeded(1)));
    }

    @Test
    void doesSomethingElseForARepeatedRequest() {
        assertThat(each(number -> CHAOS.answer(request(number), 2))).isNotEqualTo(eachFirst(CHAOS));
    }

    @Test
    void doesNotCareWhichConnectionOrKeyARequestComesWith() {
        List<String> elsewhere = each(number -> CHAOS.answer(
                request(17, Headers.of("authorization", "Bearer other"), "deleteClassification", number), 1));

        assertThat(elsewhere).isEqualTo(eachFirst(CHAOS));
    }

    @Test
    void dependsOnTheRequest() {
        List<String> elsewhere = each(number -> CHAOS.answer(request(1, Headers.of(), "deleteBatch", number), 1));

        assertThat(elsewhere).isNotEqualTo(eachFirst(CHAOS));
    }

    @Test
    void handlesMostRequestsAsDocumentedAndInjectsEveryFault() {
        List<String> defaults = eachFirst(CHAOS);

        assertThat(defaults.stream().filter("Answer[documented]"::equals).count())
                .isBetween(REQUESTS * 55L / 100, REQUESTS * 70L / 100);
        assertThat(defaults)
                .contains(
                        "Answer[late deletion]",
                        "Answer[status 429]",
                        "Answer[status 500]",
                        "Answer[status 502]",
                        "Answer[status 503]",
                        "Answer[status 504]",
                        "Answer[cut]",
                        "Answer[drip]",
                        "Answer[oversized]",
                        "Answer[documented 400]",
                        "Answer[status 202]",
                        "Answer[hang-up]");
    }

    @Test
    void weighsFaultsAsConfiguredAndLeavesOutTheRest() {
        List<String> weighted = eachFirst(CHAOS.withWeights(Map.of(Fault.NONE, 3, Fault.DRIP, 1)));

        assertThat(weighted).containsOnly("Answer[documented]", "Answer[drip]");
        assertThat((double) weighted.stream().filter("Answer[drip]"::equals).count() / REQUESTS)
                .isCloseTo(0.25, within(0.04));
    }

    @Test
    void resetsUnreadByTheNumbersOfConnectionAndRequest() {
        Chaos half = CHAOS.withWeights(Map.of(Fault.NONE, 1, Fault.RESET_UNREAD, 1));

        List<Boolean> first = resets(half, 0);

        assertThat(resets(half, 0)).isEqualTo(first);
        assertThat(resets(half, 1)).isNotEqualTo(first);
        assertThat((double) first.stream().filter(reset -> reset).count() / REQUESTS)
                .isCloseTo(0.5, within(0.05));
        assertThat(eachFirst(half)).containsOnly("Answer[documented]");
    }

    @Test
    void resetsNothingUnreadIfConfigured() {
        assertThat(resets(CHAOS.withWeights(Map.of(Fault.NONE, 1)), 0)).containsOnly(false);
    }

    @Test
    void followsTheDocumentationOnceItHasRecovered() {
        Chaos recovering = CHAOS.withWeights(Map.of(Fault.DRIP, 1)).recoveringAfter(2);

        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToObj(occurrence ->
                                recovering.answer(request(1), occurrence).toString()))
                .containsExactly("Answer[drip]", "Answer[drip]", "Answer[documented]", "Answer[documented]");
    }

    @Test
    void knowsEveryFaultByANameOfItsOwn() {
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.NONE, Fault.RESET_UNREAD, Fault.LATE_RESPONSE))) {
            assertThat(eachFirst(CHAOS.withWeights(Map.of(fault, 1))))
                    .as("%s", fault)
                    .doesNotContain("Answer[documented]");
        }
    }

    @Test
    void refusesWeightsWithoutAPositiveOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHAOS.withWeights(Map.of(Fault.DRIP, 0)))
                .withMessage("no fault has a weight; for none at all, give NONE one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHAOS.withWeights(Map.of(Fault.DRIP, -1)))
                .withMessage("the weight of DRIP is negative: -1");
    }

    @Test
    void refusesNegativeTimesAndCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHAOS.withMaxDelay(Duration.ofMillis(-1)))
                .withMessage("the maximum delay is negative: PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHAOS.recoveringAfter(-1))
                .withMessage("recoveringAfter is -1; it must not be negative");
    }

    @Test
    void saysItsSeed() {
        assertThat(Chaos.seeded(42)).hasToString("Chaos[seed 42]");
    }

    private static List<String> eachFirst(Chaos chaos) {
        return each(number -> chaos.answer(request(number), 1));
    }

    private static List<String> each(IntFunction<Answer> answers) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(answers)
                .map(Answer::toString)
                .toList();
    }

    private static List<Boolean> resets(Chaos chaos, int requestsBefore) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(connection -> chaos.resetsUnread(connection, requestsBefore))
                .toList();
    }

    private static ReceivedRequest request(int number) {
        return request(1, Headers.of(), "deleteClassification", number);
    }

    private static ReceivedRequest request(int connection, Headers headers, String endpoint, int number) {
        String target = "/api/v1/documentClassification/" + endpoint;
        byte[] body = SimulatorClient.classification("cls-" + number).getBytes(StandardCharsets.UTF_8);
        return new ReceivedRequest(connection, new RequestHead("DELETE", target, 1, headers, ""), body);
    }
}

package ai.extracta.deletions.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Finds the capacity of a server, with callers that always saturate the limit. */
class AdaptiveLimitTest {

    private static final int MAX = 200;
    private static final Duration SETTLING_TIME = Duration.ofSeconds(30);
    private static final Duration MEASURING_TIME = Duration.ofSeconds(30);

    /** The load on a server after the limit had time to settle. */
    private record Result(double servedPerSecond, double throttledRatio, double averageLimit) {}

    @ParameterizedTest(name = "{0} workers, {1} may queue, noise {2}")
    @CsvSource({
        "5, 1000, 0",
        "10, 1000, 0",
        "20, 1000, 0",
        "20, 1000, 0.3",
        "20, 1000, 0.8",
        "60, 1000, 0.5",
        "20, 40, 0.3",
        "5, 0, 0",
        "20, 0, 0",
        "20, 0, 0.5",
        "60, 0, 0.5",
        "40, 3, 0.2",
    })
    void itSettlesNearTheBestFixedLimitAndBelowWhereTheServerRefuses(int workers, int queue, double noise) {
        int best = bestFixedLimit(workers, queue, noise);
        Result atBest = runFixed(best, workers, queue, noise);

        Result adaptive = run(new AdaptiveLimit(1, MAX), workers, queue, noise);

        assertThat(adaptive.averageLimit()).isCloseTo(best, within(best * 0.2));
        assertThat(adaptive.servedPerSecond()).isGreaterThan(atBest.servedPerSecond() * 0.8);
        assertThat(adaptive.throttledRatio()).isLessThan(0.001);
        assertThat(adaptive.averageLimit()).isLessThanOrEqualTo(workers + queue);
    }

    /** The smallest limit at which the server reaches 99 % of its capacity and refuses nothing. */
    private static int bestFixedLimit(int workers, int queue, double noise) {
        double maxThroughput = runFixed(workers, workers, queue, noise).servedPerSecond();
        for (int limit = (workers + 1) / 2; ; limit++) {
            Result result = runFixed(limit, workers, queue, noise);
            if (result.servedPerSecond() > maxThroughput * 0.99 && result.throttledRatio() == 0) {
                return limit;
            }
        }
    }

    private static Result runFixed(int limit, int workers, int queue, double noise) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        SimulatedServer server = new SimulatedServer(time, workers, queue).noise(noise);
        keepBusy(new Limiter(Limit.fixed(limit), MAX, time, () -> 0), server);
        time.advanceTimeBy(Duration.ofSeconds(1));
        return measure(time, server, Limit.fixed(limit), Duration.ofSeconds(5));
    }

    private static Result run(Limit limit, int workers, int queue, double noise) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        SimulatedServer server = new SimulatedServer(time, workers, queue).noise(noise);
        keepBusy(new Limiter(limit, MAX, time, () -> 0), server);
        time.advanceTimeBy(SETTLING_TIME);
        return measure(time, server, limit);
    }

    private static Result measure(VirtualTimeScheduler time, SimulatedServer server, Limit limit) {
        return measure(time, server, limit, MEASURING_TIME);
    }

    private static Result measure(VirtualTimeScheduler time, SimulatedServer server, Limit limit, Duration duration) {
        int served = server.served;
        int throttled = server.throttled;
        double limits = 0;
        int steps = (int) duration.toMillis() / 100;
        for (int i = 0; i < steps; i++) {
            time.advanceTimeBy(Duration.ofMillis(100));
            limits += limit.current();
        }
        double servedNow = server.served - served;
        double throttledNow = server.throttled - throttled;
        return new Result(servedNow / duration.toSeconds(), throttledNow / (servedNow + throttledNow), limits / steps);
    }

    /** Callers that saturate the limit: twice as many as could ever run. */
    private static void keepBusy(Limiter limiter, SimulatedServer server) {
        Mono<String> call = new LimitedMono<>(limiter, server.call(), Duration.ofDays(1));
        for (int i = 0; i < MAX; i++) {
            call.onErrorReturn(SimulatedServer.ThrottledException.class, "refused")
                    .repeat()
                    .subscribe();
        }
    }

    @Test
    void itFollowsAServerWhoseCapacityChanges() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        SimulatedServer server = new SimulatedServer(time, 40, 1000).noise(0.3);
        Limit limit = new AdaptiveLimit(1, MAX);
        keepBusy(new Limiter(limit, MAX, time, () -> 0), server);

        for (int workers : new int[] {40, 15, 60, 10}) {
            server.workers(workers);
            time.advanceTimeBy(SETTLING_TIME);
            assertThat(measure(time, server, limit).averageLimit())
                    .as("with %d workers", workers)
                    .isCloseTo(workers, within(workers * 0.2));
        }
    }

    @Test
    void aServerThatLosesMostOfItsCapacityIsNotTakenForASlowOne() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        SimulatedServer server = new SimulatedServer(time, 80, 1000).noise(0.1);
        Limit limit = new AdaptiveLimit(1, MAX);
        keepBusy(new Limiter(limit, MAX, time, () -> 0), server);
        time.advanceTimeBy(SETTLING_TIME);

        server.workers(8);
        time.advanceTimeBy(SETTLING_TIME.multipliedBy(2));

        assertThat(measure(time, server, limit).averageLimit()).isCloseTo(8, within(1.6));
    }

    @Test
    void itFollowsAServerThatRefusesAtOtherNumbersThanBefore() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        SimulatedServer server = new SimulatedServer(time, 20, 0).noise(0.3);
        Limit limit = new AdaptiveLimit(1, MAX);
        keepBusy(new Limiter(limit, MAX, time, () -> 0), server);
        time.advanceTimeBy(SETTLING_TIME);

        server.workers(10);
        time.advanceTimeBy(SETTLING_TIME);
        assertThat(measure(time, server, limit).averageLimit()).isCloseTo(10, within(2.0));
        server.workers(40);
        time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(measure(time, server, limit).averageLimit()).isCloseTo(40, within(8.0));
    }

    @ParameterizedTest(name = "{0} workers, {1} may queue")
    @CsvSource({"10, 0", "40, 0", "40, 20"})
    void itRecoversFromAMomentInWhichTheServerRefusesEverything(int workers, int queue) {
        for (int seed = 1; seed <= 5; seed++) {
            VirtualTimeScheduler time = VirtualTimeScheduler.create();
            SimulatedServer server = new SimulatedServer(time, workers, queue, seed).noise(0.3);
            Limit limit = new AdaptiveLimit(1, MAX);
            keepBusy(new Limiter(limit, MAX, time, () -> 0), server);
            time.advanceTimeBy(SETTLING_TIME);

            int before = limit.current();
            server.workers(0);
            time.advanceTimeBy(Duration.ofSeconds(2));
            server.workers(workers);
            time.advanceTimeBy(Duration.ofMinutes(1));

            Result result = measure(time, server, limit);
            assertThat(result.averageLimit()).as("seed %d", seed).isCloseTo(before, within(before * 0.2));
            assertThat(result.throttledRatio()).as("seed %d", seed).isLessThan(0.001);
        }
    }

    @ParameterizedTest(name = "{0} clients, {1} workers")
    @CsvSource({"2, 24", "4, 24", "4, 60", "8, 60"})
    void clientsThatShareAServerWithoutAQueueUseThreeQuartersOfItAndAreRarelyRefused(int clients, int workers) {
        for (int seed = 1; seed <= 5; seed++) {
            VirtualTimeScheduler time = VirtualTimeScheduler.create();
            SimulatedServer server = new SimulatedServer(time, workers, 0, seed).noise(0.3);
            for (int i = 0; i < clients; i++) {
                keepBusy(new Limiter(new AdaptiveLimit(2, 32), MAX, time, () -> 0), server);
            }
            time.advanceTimeBy(SETTLING_TIME);

            Result result = measure(time, server, Limit.fixed(1));

            assertThat(result.servedPerSecond() / (workers * 10))
                    .as("seed %d", seed)
                    .isBetween(0.75, 1.01);
            assertThat(result.throttledRatio()).as("seed %d", seed).isLessThan(0.05);
        }
    }

    @Test
    void aServerThatBecomesSlowerWhateverTheLoadIsNotPunishedForLong() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        SimulatedServer server = new SimulatedServer(time, 20, 1000).noise(0.2);
        Limit limit = new AdaptiveLimit(1, MAX);
        keepBusy(new Limiter(limit, MAX, time, () -> 0), server);
        time.advanceTimeBy(SETTLING_TIME);

        server.serviceTime(Duration.ofMillis(250));
        time.advanceTimeBy(SETTLING_TIME.multipliedBy(2));
        assertThat(measure(time, server, limit).averageLimit()).isCloseTo(20, within(4.0));
        server.serviceTime(Duration.ofMillis(100));
        time.advanceTimeBy(SETTLING_TIME);
        assertThat(measure(time, server, limit).averageLimit()).isCloseTo(20, within(4.0));
    }

    @Test
    void oneSlowResponseInARoundIsNotPunished() {
        AdaptiveLimit limit = settledAt(10);

        for (int i = 0; i < 1000; i++) {
            sample(limit, i % 20 == 0 ? 60_000 : 100);
            assertThat(limit.current()).isGreaterThanOrEqualTo(5);
        }
        assertThat(limit.current()).isGreaterThan(20);
    }

    @Test
    void oneSlowRoundIsNotPunishedOnceItHasSettled() {
        AdaptiveLimit limit = settledAt(10);
        limit.onSample(limit.onStart(10), 1, LimitSignal.TIMED_OUT, 10);
        samples(limit, 64, 100);
        int before = limit.current();

        samples(limit, 2 * before, 300);

        assertThat(limit.current()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50})
    void anUnusedLimitDoesNotGrow(int min) {
        AdaptiveLimit limit = new AdaptiveLimit(min, 100);

        for (int i = 0; i < 1000; i++) {
            limit.onSample(limit.onStart(min - 1), 100, LimitSignal.SUCCESS, min - 1);
        }

        assertThat(limit.current()).isEqualTo(min);
    }

    @Test
    void itNeverLeavesItsBounds() {
        AdaptiveLimit limit = new AdaptiveLimit(4, 9);
        assertThat(limit.current()).isEqualTo(4);

        samples(limit, 1000, 100);
        assertThat(limit.current()).isEqualTo(9);
        for (int i = 0; i < 100; i++) {
            limit.onSample(
                    limit.onStart(limit.current()), 100, i % 2 == 0 ? LimitSignal.THROTTLED : LimitSignal.TIMED_OUT, 9);
        }
        assertThat(limit.current()).isEqualTo(4);
    }

    @Test
    void oneOverloadIsCountedOnceHoweverManyCallsItHits() {
        AdaptiveLimit limit = settledAt(10);
        int[] generations = new int[10];
        for (int i = 0; i < generations.length; i++) {
            generations[i] = limit.onStart(i + 1);
        }

        int before = limit.current();
        for (int generation : generations) {
            limit.onSample(generation, 100, LimitSignal.TIMED_OUT, 10);
        }

        assertThat(limit.current()).isEqualTo(before * 4 / 5);
    }

    @Test
    void ignoredSignalsChangeNothing() {
        AdaptiveLimit limit = settledAt(10);

        int before = limit.current();
        for (int i = 0; i < 1000; i++) {
            limit.onSample(limit.onStart(before), 1, LimitSignal.IGNORED, before);
        }

        assertThat(limit.current()).isEqualTo(before);
    }

    @Test
    void aClientThatWasThrottledAtASmallLimitIsNotKeptThereForLong() {
        AdaptiveLimit limit = new AdaptiveLimit(2, 100);
        samples(limit, 100, 100);
        for (int i = 0; i < 3; i++) {
            limit.onSample(limit.onStart(2), 1, LimitSignal.THROTTLED, 2);
        }
        assertThat(limit.current()).isEqualTo(2);

        samples(limit, 20 * 20, 100);

        assertThat(limit.current()).isGreaterThan(4);
    }

    private static AdaptiveLimit settledAt(int number) {
        AdaptiveLimit limit = new AdaptiveLimit(1, 100);
        for (int i = 0; i < 10_000 && limit.current() < number; i++) {
            sample(limit, 100);
        }
        assertThat(limit.current()).isGreaterThanOrEqualTo(number);
        return limit;
    }

    private static void samples(AdaptiveLimit limit, int number, long millis) {
        for (int i = 0; i < number; i++) {
            sample(limit, millis);
        }
    }

    private static void sample(AdaptiveLimit limit, long millis) {
        int inFlight = limit.current();
        limit.onSample(limit.onStart(inFlight), Duration.ofMillis(millis).toNanos(), LimitSignal.SUCCESS, inFlight);
    }
}

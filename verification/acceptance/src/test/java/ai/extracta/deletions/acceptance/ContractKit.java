package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import ai.extracta.deletions.testkit.HttpTransportContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The contract catches what it is there to catch, and only that. Runs in a process of its own, for some minutes. */
class ContractKit {

    /** They look at all threads of this process, or need the whole machine, so nothing else may run meanwhile. */
    private static final Set<String> ALONE = Set.of("lifecycle", "storm");

    private static final int TOGETHER = 4;

    private static final Map<Broken, List<Event>> RESULTS = new ConcurrentHashMap<>();

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    static void tryThem() throws InterruptedException {
        for (Broken broken : Broken.values()) {
            RESULTS.put(broken, new ArrayList<>(run(broken, ALONE::contains, false)));
        }
        ExecutorService some = Executors.newFixedThreadPool(TOGETHER);
        for (Broken broken : Broken.values()) {
            some.execute(() -> RESULTS.get(broken).addAll(run(broken, group -> !ALONE.contains(group), true)));
        }
        some.shutdown();
        assertThat(some.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Broken.class)
    void failsJustTheCasesThatNameTheFault(Broken broken) {
        List<Event> events = RESULTS.get(broken);
        assertThat(events).hasSizeGreaterThan(100);
        List<String> failed = names(events, ContractKit::failed);
        assertThat(failed).containsAll(names(events, event -> broken.red().isAlways(name(event.getTestDescriptor()))));
        assertThat(failed)
                .allMatch(promise ->
                        broken.red().isAlways(promise) || broken.red().isSometimes(promise));
    }

    private static List<Event> run(Broken broken, Predicate<String> groups, boolean atOnce) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(HttpTransportContract.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(TestTemplate.class))
                        .filter(method -> groups.test(method.getName()))
                        .map(method -> selectMethod(BrokenContract.class, method))
                        .toArray(DiscoverySelector[]::new))
                .configurationParameter(BrokenContract.PARAMETER, broken.name())
                .configurationParameter("extracta.contract.storm.calls", "2000")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", Boolean.toString(atOnce))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "12")
                .execute()
                .testEvents()
                .finished()
                .list();
    }

    private static boolean failed(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class).getStatus() != Status.SUCCESSFUL;
    }

    private static List<String> names(List<Event> events, Predicate<Event> condition) {
        return events.stream()
                .filter(condition)
                .map(event -> name(event.getTestDescriptor()))
                .sorted()
                .toList();
    }

    private static String name(TestDescriptor test) {
        String group = test.getParent().orElseThrow().getDisplayName();
        return group.substring(0, group.indexOf('(')) + ": " + test.getDisplayName();
    }
}

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

/** The contract detects each defect, and nothing else. Runs in its own process, for some minutes. */
class ContractKit {

    /** They look at all threads of this process, or need the whole machine, so nothing else may run meanwhile. */
    private static final Set<String> SEQUENTIAL_GROUPS = Set.of("lifecycle", "storm");

    /** Their margin is some hundred milliseconds, and so many cases at a time may delay any of them by more. */
    private static final Set<String> TIME_DEPENDENT = Set.of(
            "pool: loses no sparse call to a server that closes after 2 s",
            "addresses: grants each address the connect timeout",
            "cancellation: closes the connection of what was cancelled before the response",
            "cancellation: closes the connection of what was cancelled within the head",
            "cancellation: closes the connection of what was cancelled within the body");

    /** They need a port without a listener, which a case that runs at the same time may take. */
    private static final Set<String> PORT_DEPENDENT = Set.of(
            "addresses: a host whose addresses all refuse is CONNECT, not sent",
            "faults: a port without a listener is CONNECT, not sent",
            "proxy: a proxy that is not there is CONNECT, not sent");

    private static final int CONCURRENT_RUNS = 4;

    private static final Map<BrokenTransport, List<Event>> RESULTS = new ConcurrentHashMap<>();

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    static void runAll() throws InterruptedException {
        for (BrokenTransport broken : BrokenTransport.values()) {
            RESULTS.put(broken, new ArrayList<>(run(broken, SEQUENTIAL_GROUPS::contains, false)));
        }
        ExecutorService executor = Executors.newFixedThreadPool(CONCURRENT_RUNS);
        for (BrokenTransport broken : BrokenTransport.values()) {
            executor.execute(
                    () -> RESULTS.get(broken).addAll(run(broken, group -> !SEQUENTIAL_GROUPS.contains(group), true)));
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(BrokenTransport.class)
    void failsJustTheCasesThatNameTheFault(BrokenTransport broken) {
        List<Event> events = RESULTS.get(broken);
        assertThat(events).hasSizeGreaterThan(100);
        List<String> failed = names(events, ContractKit::failed);
        assertThat(failed).containsAll(names(events, event -> broken.expectedFailures()
                .isAlways(name(event.getTestDescriptor()))));
        assertThat(failed)
                .allMatch(caseName -> broken.expectedFailures().isAlways(caseName)
                        || broken.expectedFailures().isSometimes(caseName)
                        || TIME_DEPENDENT.contains(caseName)
                        || PORT_DEPENDENT.contains(caseName));
    }

    private static List<Event> run(BrokenTransport broken, Predicate<String> groups, boolean parallel) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(HttpTransportContract.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(TestTemplate.class))
                        .filter(method -> groups.test(method.getName()))
                        .map(method -> selectMethod(BrokenTransportContract.class, method))
                        .toArray(DiscoverySelector[]::new))
                .configurationParameter(BrokenTransportContract.PARAMETER, broken.name())
                .configurationParameter("extracta.contract.storm.calls", "2000")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", Boolean.toString(parallel))
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

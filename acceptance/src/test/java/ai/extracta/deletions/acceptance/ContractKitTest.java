package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import ai.extracta.deletions.testkit.HttpTransportContract;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract catches what it is there to catch, and only that. */
class ContractKitTest {

    /** They look at all threads of this process, or at the time, so nothing else may run meanwhile. */
    private static final Set<String> ALONE = Set.of("lifecycle", "cancellation", "storm");

    @ParameterizedTest
    @EnumSource(Broken.class)
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void failsJustTheCasesThatNameTheFault(Broken broken) {
        List<Event> events = new ArrayList<>();
        events.addAll(run(broken, ALONE::contains, false));
        events.addAll(run(broken, group -> !ALONE.contains(group), true));
        List<String> failed = names(events, ContractKitTest::failed);
        System.err.println("RED " + broken + "\n  " + String.join("\n  ", failed));
        assertThat(failed).isEqualTo(names(events, event -> broken.isNamedBy(name(event.getTestDescriptor()))));
    }

    private static List<Event> run(Broken broken, Predicate<String> groups, boolean atOnce) {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(HttpTransportContract.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(TestTemplate.class))
                        .filter(method -> groups.test(method.getName()))
                        .map(ContractKitTest::selector)
                        .toArray(DiscoverySelector[]::new))
                .configurationParameter(BrokenContract.PARAMETER, broken.name())
                .configurationParameter("extracta.contract.storm.calls", "2000")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", Boolean.toString(atOnce))
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "40")
                .execute()
                .testEvents()
                .finished();
        return events.list();
    }

    private static boolean failed(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class).getStatus() != TestExecutionResult.Status.SUCCESSFUL;
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

    private static DiscoverySelector selector(Method method) {
        return selectMethod(
                BrokenContract.class,
                method.getName(),
                Arrays.stream(method.getParameterTypes())
                        .map(Class::getName)
                        .reduce((a, b) -> a + "," + b)
                        .orElse(""));
    }
}

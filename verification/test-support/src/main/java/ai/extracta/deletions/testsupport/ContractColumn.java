package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Records which cases of the contract a transport passes, for the table in docs/transports.md. Gaps that are known are
 * not run, unless the system property {@code contract.gaps} is {@code verify}; then each has to be one, but for those
 * that show by chance only.
 */
public final class ContractColumn implements InvocationInterceptor, TestWatcher, AfterAllCallback {

    private static final Path DIRECTORY = Path.of(System.getProperty("contract.results", "target/contract"));

    private static final boolean VERIFY = "verify".equals(System.getProperty("contract.gaps"));

    private static final String SOMETIMES = "by chance: ";

    private final String transport;
    private final Collection<String> gaps;
    private final Map<String, String> results = new ConcurrentSkipListMap<>();

    public ContractColumn(String transport, Collection<String> gaps) {
        this.transport = transport;
        this.gaps = gaps;
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!isGap(context)) {
            invocation.proceed();
        } else if (VERIFY && gaps.contains(context.getDisplayName())) {
            assertThatThrownBy(invocation::proceed).as("a gap that is none").isNotNull();
        } else {
            invocation.skip();
        }
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, isGap(context) ? "no" : "yes");
    }

    private boolean isGap(ExtensionContext context) {
        String name = context.getDisplayName();
        return gaps.contains(name) || gaps.contains(SOMETIMES + name);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(context, "FAILED");
    }

    private void note(ExtensionContext context, String result) {
        results.put(context.getRequiredTestMethod().getName() + "\t" + context.getDisplayName(), result);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        StringBuilder lines = new StringBuilder();
        results.forEach((name, result) -> lines.append(name + "\t" + result + "\n"));
        try {
            Files.createDirectories(DIRECTORY);
            Files.writeString(DIRECTORY.resolve(transport + ".tsv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails the test, or the class of tests, during which something blocked or leaked. Found by JUnit itself. */
public final class FailOnReportExtension implements AfterEachCallback, AfterAllCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(ReportCollector.drain()).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ReportingLeakDetector.detect();
        assertThat(ReportCollector.drain()).isEmpty();
    }
}

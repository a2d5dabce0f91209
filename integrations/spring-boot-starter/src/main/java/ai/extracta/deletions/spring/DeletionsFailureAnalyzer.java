package ai.extracta.deletions.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with the configuration, and what to do, instead of a stack trace. */
final class DeletionsFailureAnalyzer extends AbstractFailureAnalyzer<DeletionsConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DeletionsConfigurationException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}

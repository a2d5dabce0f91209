package ai.extracta.deletions.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs each method of the contract with the cases of its group, in random order. */
final class ContractCases implements TestTemplateInvocationContextProvider {

    private static final String SEED_PARAMETER = "junit.jupiter.execution.order.random.seed";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().getDeclaringClass() == HttpTransportContract.class;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        List<ContractCase> cases =
                new ArrayList<>(of(context.getRequiredTestMethod().getName(), context));
        long seed = context.getConfigurationParameter(SEED_PARAMETER)
                .map(Long::parseLong)
                .orElseGet(System::nanoTime);
        Collections.shuffle(cases, new Random(seed));
        return cases.stream().map(Invocation::new);
    }

    private static List<ContractCase> of(String group, ExtensionContext context) {
        return switch (group) {
            case "wire" -> WireCases.all();
            case "laziness" -> SubscriptionCases.all();
            case "policy" -> NoHiddenRequestCases.all();
            case "faults" -> FaultCases.all();
            case "cancellation" -> CancellationCases.all();
            case "storm" ->
                CancellationStressCases.all(
                        context.getConfigurationParameter(CancellationStressCases.EXCHANGES_PARAMETER)
                                .map(Integer::parseInt)
                                .orElse(CancellationStressCases.EXCHANGES));
            case "pool" -> PoolCases.all();
            case "lifecycle" -> LifecycleCases.all();
            case "retention" -> RetentionCases.all();
            case "addresses" -> AddressCases.all();
            case "proxy" -> ProxyCases.all();
            default -> throw new IllegalStateException("there are no cases for " + group);
        };
    }

    private record Invocation(ContractCase contractCase) implements TestTemplateInvocationContext, ParameterResolver {

        @Override
        public String getDisplayName(int index) {
            return contractCase.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ContractCase.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return contractCase;
        }
    }
}

package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything a transport promises, as tests. Extend it, say how to create the transport, and all cases run:
 *
 * <pre>{@code
 * class MyTransportTest extends HttpTransportContract {
 *
 *     @Override
 *     protected HttpTransport create(TransportSettings settings) {
 *         return new MyTransport(settings);
 *     }
 * }
 * }</pre>
 *
 * <p>Each case has a transport and servers of its own on 127.0.0.1; what the transport did is observed from the servers'
 * side, byte by byte. Cases run in random order, one after the other, and none can be switched off: a transport that fails
 * one can delete what nobody asked for, or report what is not true. It takes about a minute.
 *
 * <p>The storm makes 100,000 calls, or as many as the JUnit configuration parameter {@value CancellationStressCases#EXCHANGES_PARAMETER}
 * says. What has to happen is waited for 10 s, or as many as the system property {@value ContractContext#TIMEOUT_PROPERTY} says.
 * Loggers are not watched: which there are, only the transport's author knows.
 *
 * @since 0.1.0
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class HttpTransportContract {

    /** For subclasses. */
    protected HttpTransportContract() {}

    /**
     * Creates the transport under test. The kit closes it, and may create several in one case.
     *
     * @param settings how it has to behave
     * @return a new transport
     */
    protected abstract HttpTransport create(TransportSettings settings);

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void wire(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void laziness(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void policy(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void faults(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void cancellation(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void storm(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void pool(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void lifecycle(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    @ExtendWith(ContractCases.class)
    final void proxy(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    private void check(ContractCase contractCase) throws Exception {
        try (ContractContext context = new ContractContext(this::create)) {
            contractCase.check().run(context);
        }
    }
}

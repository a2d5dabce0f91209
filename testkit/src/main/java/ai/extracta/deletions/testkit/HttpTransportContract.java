package ai.extracta.deletions.testkit;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of a transport, as tests. Extend it, implement how to create the transport, and all cases run:
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
 * <p>Each case has its own transport and servers on 127.0.0.1, and observes the transport from the servers' side, byte
 * by byte. Cases run in random order, one after the other, and none can be switched off: a transport that fails one can
 * delete something that was not requested, or report something untrue. It takes about a minute.
 *
 * <p>The cancellation stress makes 100,000 calls, or the number set by the JUnit configuration parameter
 * {@value CancellationStressCases#EXCHANGES_PARAMETER}. Cases wait up to 10 s for what has to happen, or as many
 * seconds as the system property {@value ContractContext#TIMEOUT_PROPERTY} sets. Loggers are not checked, since only
 * the transport's author knows them.
 *
 * @since 0.1.0
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(ContractCases.class)
@SuppressWarnings("exports") // only JUnit needs the cases
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
    final void wire(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void laziness(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void policy(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void faults(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void cancellation(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void storm(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void pool(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void lifecycle(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void retention(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void addresses(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    @TestTemplate
    final void proxy(ContractCase contractCase) throws Exception {
        check(contractCase);
    }

    private void check(ContractCase contractCase) throws Exception {
        try (ContractContext context = new ContractContext(this::create)) {
            contractCase.check().run(context);
        }
    }
}

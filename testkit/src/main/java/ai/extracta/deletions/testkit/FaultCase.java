package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.TransportFailedException;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import ai.extracta.deletions.transport.TransportSettings;
import java.net.URI;
import java.time.Duration;

/**
 * A fault and how it must be reported: by the transport, and by a client that uses it.
 *
 * @param name what happens
 * @param kind the kind the transport must report
 * @param maybeSent whether the transport must report that the request may have been sent
 * @param setup makes it happen, again for each connection
 */
record FaultCase(String name, Kind kind, boolean maybeSent, Setup setup) {

    private static final Duration DNS_TIMEOUT = Duration.ofSeconds(45);

    /** Starts servers and returns where to connect. */
    interface Setup {

        Target prepare(ContractContext context) throws Exception;
    }

    /**
     * Where to connect, and how.
     *
     * @param uri which must fail
     * @param settings of the transport
     */
    record Target(URI uri, TransportSettings settings) {

        static Target of(ScriptedServer server) {
            return new Target(server.uri(), TransportSettings.defaults());
        }
    }

    ContractCase toContractCase() {
        return new ContractCase(name + " is " + kind + ", " + (maybeSent ? "maybe sent" : "not sent"), this::check);
    }

    private void check(ContractContext context) throws Exception {
        Target target = setup.prepare(context);
        HttpTransport transport = context.transport(target.settings());
        RecordingSendListener listener = new RecordingSendListener();
        TransportException failure = ContractContext.awaitFailure(
                transport.exchange(ContractContext.deletion(target.uri(), listener)), timeout());
        assertThat(failure.kind()).as("the kind of %s", failure).isEqualTo(kind);
        assertThat(failure.maybeSent()).as("maybe sent: %s", failure).isEqualTo(maybeSent);
        assertThat(listener.notSentYetCount())
                .as("announced that nothing was sent yet")
                .isEqualTo(1);
        assertThat(listener.sendingCount()).as("announced that bytes may leave").isEqualTo(maybeSent ? 1 : 0);
        checkClientOutcome(transport, target.uri());
    }

    private Duration timeout() {
        return kind == Kind.DNS ? DNS_TIMEOUT : ContractContext.TIMEOUT;
    }

    private void checkClientOutcome(HttpTransport transport, URI uri) {
        ClassificationDeletions client = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(ContractContext.KEY))
                .baseUri(uri)
                .allowInsecureHttp()
                .transport(transport)
                .retryPolicy(RetryPolicy.none())
                .deadline(timeout())
                .attemptDeadline(timeout())
                .build();
        Throwable failure = client.deleteClassification("cls-1")
                .materialize()
                .blockOptional(timeout())
                .orElseThrow()
                .getThrowable();
        assertThat(failure).isInstanceOfSatisfying(TransportFailedException.class, failed -> {
            assertThat(failed.kind()).isEqualTo(kind);
            assertThat(failed.outcome()).isEqualTo(maybeSent ? Outcome.UNKNOWN : Outcome.NOT_SENT);
        });
    }
}

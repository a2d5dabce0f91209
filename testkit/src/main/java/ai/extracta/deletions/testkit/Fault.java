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
 * Something that goes wrong, and what has to be said about it: by the transport, and by a client that uses it.
 *
 * @param name what happens
 * @param kind what the transport must call it
 * @param maybeSent what the transport must say about the request
 * @param scene makes it happen, again for each connection
 */
record Fault(String name, Kind kind, boolean maybeSent, Scene scene) {

    private static final Duration NAME_SERVERS_PATIENCE = Duration.ofSeconds(45);

    /** Sets up servers and says where to go, and how. */
    interface Scene {

        Target set(Trial trial) throws Exception;
    }

    /**
     * Where to go, and how.
     *
     * @param uri which must fail
     * @param settings of the transport
     */
    record Target(URI uri, TransportSettings settings) {

        static Target of(ScriptedServer server) {
            return new Target(server.uri(), TransportSettings.defaults());
        }
    }

    ContractCase asCase() {
        return new ContractCase(name + " is " + kind + ", " + (maybeSent ? "maybe sent" : "not sent"), this::check);
    }

    private void check(Trial trial) throws Exception {
        Target target = scene.set(trial);
        HttpTransport transport = trial.transport(target.settings());
        Announcements announcements = new Announcements();
        TransportException failure =
                Trial.failure(transport.exchange(Trial.deletion(target.uri(), announcements)), limit());
        assertThat(failure.kind()).as("the kind of %s", failure).isEqualTo(kind);
        assertThat(failure.maybeSent()).as("maybe sent: %s", failure).isEqualTo(maybeSent);
        assertThat(announcements.withheldCount())
                .as("announced that nothing was sent yet")
                .isEqualTo(1);
        assertThat(announcements.sendingCount())
                .as("announced that bytes may leave")
                .isEqualTo(maybeSent ? 1 : 0);
        clientSaysTheSame(transport, target.uri());
    }

    private Duration limit() {
        return kind == Kind.DNS ? NAME_SERVERS_PATIENCE : Trial.LIMIT;
    }

    private void clientSaysTheSame(HttpTransport transport, URI uri) {
        ClassificationDeletions client = ClassificationDeletions.builder()
                .apiKey(ApiKey.of(Trial.KEY))
                .baseUri(uri)
                .transport(transport)
                .retryPolicy(RetryPolicy.none())
                .deadline(limit())
                .attemptDeadline(limit())
                .build();
        Throwable failure = client.deleteClassification("cls-1")
                .materialize()
                .blockOptional(limit())
                .orElseThrow()
                .getThrowable();
        assertThat(failure).isInstanceOfSatisfying(TransportFailedException.class, failed -> {
            assertThat(failed.kind()).isEqualTo(kind);
            assertThat(failed.outcome()).isEqualTo(maybeSent ? Outcome.UNKNOWN : Outcome.NOT_SENT);
        });
    }
}

package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.internal.Deadline;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.SendListener;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import ai.extracta.deletions.transport.TransportSettings;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

/** Nothing of an exchange that ended is kept in memory, although its connection is. */
final class RetentionCases {

    private static final TransportSettings LONG_IDLE = TransportSettings.builder()
            .maxConnections(1)
            .maxIdleTime(Duration.ofMinutes(1))
            .build();

    private RetentionCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("retains no exchange cancelled while connecting", RetentionCases::connecting),
                new ContractCase("retains no exchange cancelled while queued", RetentionCases::queued),
                new ContractCase("retains no completed exchange", RetentionCases::answered));
    }

    private static void connecting(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport(LONG_IDLE);
        WeakReference<Caller> cancelled = start(transport, server, true);
        context.awaitQuiescence(transport);
        isForgotten(cancelled);
    }

    private static void queued(ContractContext context) {
        ScriptedServer server = context.startServer(connection -> {
            connection.read();
            connection.hold();
        });
        HttpTransport transport = context.transport(LONG_IDLE);
        WeakReference<Caller> first = start(transport, server, false);
        server.awaitRequests(1);
        isForgotten(start(transport, server, true));
        assertThat(first).isNotNull();
    }

    private static void answered(ContractContext context) {
        ScriptedServer server = context.startServer(ScriptedServer.answering(RawResponses.ok("")));
        HttpTransport transport = context.transport(LONG_IDLE);
        WeakReference<Caller> answered = start(transport, server, false);
        server.awaitRequests(1);
        isForgotten(answered);
        assertThat(server.connections()).isEqualTo(1);
    }

    private static WeakReference<Caller> start(HttpTransport transport, ScriptedServer server, boolean cancel) {
        Caller caller = new Caller();
        TransportRequest request = ContractContext.deletion(server.uri(), caller);
        transport.exchange(request).subscribe(caller);
        caller.request(1);
        if (cancel) {
            caller.cancel();
        }
        return new WeakReference<>(caller);
    }

    private static void isForgotten(WeakReference<Caller> caller) {
        Deadline deadline = Deadline.in(ContractContext.TIMEOUT);
        while (caller.get() != null && deadline.remainingMillis() > 0) {
            System.gc();
        }
        assertThat(caller.get()).as("a caller that is kept in memory").isNull();
    }

    /** Reachable as subscriber, as listener and by its context. */
    private static final class Caller extends BaseSubscriber<TransportResponse> implements SendListener {

        @Override
        public Context currentContext() {
            return Context.of(Caller.class, this);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Requests later.
        }

        @Override
        protected void hookOnError(Throwable closed) {
            // The transport is closed at the end of the case.
        }

        @Override
        public void pending() {}

        @Override
        public void sending() {}
    }
}

package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.isSilent;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.responds;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.error.UnreadableResponseException;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

/** One call that succeeds, or is refused. */
class CallTest {

    private final Fixture fixture = new Fixture();
    private final FakeTransport transport = fixture.transport;

    @Test
    void aCallSendsOneDeleteWithKeyAndBody() {
        transport.then(succeeds());

        fixture.call();

        TransportRequest request = transport.requests.get(0);
        assertThat(request.method()).isEqualTo("DELETE");
        assertThat(request.uri()).hasToString("https://api.example/v1/documentClassification/deleteBatch");
        assertThat(request.headers())
                .isEqualTo(Headers.of(
                        "authorization",
                        "Bearer " + Fixture.KEY,
                        "content-type",
                        "application/json",
                        "accept",
                        "application/json"));
        assertThat(StandardCharsets.UTF_8.decode(request.body()).toString())
                .isEqualTo("{\"classificationId\":\"c-private\",\"batchId\":\"b-private\"}");
    }

    @Test
    void eachShortcutSendsItsOwnRequest() {
        transport.always(succeeds());
        ClassificationDeletions client = fixture.client();

        Mono<DeletionReceipt> files = client.deleteFiles("c", "b", List.of("f-1", "f-2", "f-1"));
        files.then(client.deleteBatch("c", "b"))
                .then(client.deleteClassification("c"))
                .subscribe();

        assertThat(transport.requests)
                .map(request -> request.uri().getPath() + " " + StandardCharsets.UTF_8.decode(request.body()))
                .containsExactly(
                        "/v1/documentClassification/deleteFiles"
                                + " {\"classificationId\":\"c\",\"batchId\":\"b\",\"fileIds\":[\"f-1\",\"f-2\"]}",
                        "/v1/documentClassification/deleteBatch {\"classificationId\":\"c\",\"batchId\":\"b\"}",
                        "/v1/documentClassification/deleteClassification {\"classificationId\":\"c\"}");
    }

    @Test
    void aReceiptDescribesTheDeletion() {
        transport.then(listener -> Mono.delay(Duration.ofSeconds(3), fixture.time)
                .then(responds(200, "{\"status\":\"success\",\"message\":\"Batch deleted\"}", "x-request-id", "r-1")
                        .apply(listener)));

        TestSubscriber<DeletionReceipt> call = fixture.call();
        fixture.pass(Duration.ofSeconds(3));

        DeletionReceipt receipt = receipt(call);
        assertThat(receipt.request()).isEqualTo(Fixture.REQUEST);
        assertThat(receipt.message()).isEqualTo("Batch deleted");
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(receipt.elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(receipt.completedAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
        assertThat(receipt.confirmation()).isEqualTo(Confirmation.CONFIRMED);
        assertThat(receipt.requestId()).isEqualTo("r-1");
    }

    @Test
    void a204IsAReceiptWithoutWords() {
        transport.then(responds(204, ""));

        DeletionReceipt receipt = receipt(fixture.call());

        assertThat(receipt.status()).isEqualTo(204);
        assertThat(receipt.message()).isEmpty();
        assertThat(receipt.requestId()).isEmpty();
    }

    @Test
    void aRefusalIsAFailureWithAllThatTheServerSaid() {
        transport.then(refuses(403, "retry-after", "7", "x", "y"));

        ResponseException failure = failure(ResponseException.class, fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.serverMessage()).isEqualTo("no 403");
        assertThat(failure.headers()).isEqualTo(Headers.of("retry-after", "7", "x", "y"));
        assertThat(failure.body()).isEqualTo("{\"status\":\"error\",\"message\":\"no 403\"}");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure.request()).isEqualTo(Fixture.REQUEST);
    }

    @Test
    void a200ThatCannotBeReadIsAFailureOfItsOwn() {
        transport.then(responds(200, "<html>captive portal</html>", "x", "y"));

        UnreadableResponseException failure = failure(UnreadableResponseException.class, fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.body()).isEqualTo("<html>captive portal</html>");
        assertThat(failure.headers()).isEqualTo(Headers.of("x", "y"));
        assertThat(failure).hasMessageContaining("its body is not JSON");
    }

    @Test
    void the400ThatClaimsSuccessIsUnknown() {
        transport.then(responds(400, "{\"status\":\"success\",\"message\":\"Batch deleted\"}"));

        ResponseException failure = failure(ResponseException.class, fixture.call());

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.serverMessage()).isEqualTo("Batch deleted");
    }

    @Test
    void nothingIsSentBeforeSubscription() {
        transport.always(succeeds());

        fixture.client().delete(Fixture.REQUEST);

        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void everySubscriptionIsACallOfItsOwn() {
        transport.always(succeeds());
        Mono<DeletionReceipt> deletion = fixture.client().delete(Fixture.REQUEST);

        for (int i = 0; i < 3; i++) {
            TestSubscriber<DeletionReceipt> call = TestSubscriber.create();
            deletion.subscribe(call);
            assertThat(receipt(call).attempts()).isEqualTo(1);
        }

        assertThat(transport.exchanges()).isEqualTo(3);
        assertThat(transport.requests)
                .allSatisfy(request -> assertThat(request.body().remaining())
                        .isEqualTo("{\"classificationId\":\"c-private\",\"batchId\":\"b-private\"}".length()));
    }

    @Test
    void theKeyIsRequestedAnewForEveryCall() {
        Iterator<String> keys = List.of("key-1", "key-2").iterator();
        fixture.key(ApiKey.supplier(keys::next));
        transport.always(succeeds());

        fixture.call();
        fixture.call();

        assertThat(transport.requests)
                .map(request -> request.headers().first("authorization").orElseThrow())
                .containsExactly("Bearer key-1", "Bearer key-2");
    }

    @Test
    void theContextReachesTheTransport() {
        transport.then(succeeds());

        fixture.client()
                .delete(Fixture.REQUEST)
                .contextWrite(Context.of("trace", "t-1"))
                .subscribe();

        assertThat(transport.contexts.get(0).<String>get("trace")).isEqualTo("t-1");
    }

    @Test
    void cancellingACallCancelsItsExchange() {
        transport.then(isSilent());
        TestSubscriber<DeletionReceipt> call = fixture.call();
        assertThat(transport.cancels).isZero();

        call.cancel();

        assertThat(transport.cancels).isEqualTo(1);
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsIsNeverSent() {
        fixture.limits(1, 1);
        transport.then(isSilent()).always(succeeds());
        TestSubscriber<DeletionReceipt> first = fixture.call();
        TestSubscriber<DeletionReceipt> waiting = fixture.call();

        waiting.cancel();
        first.cancel();

        assertThat(transport.exchanges()).isEqualTo(1);
        assertThat(receipt(fixture.call()).attempts()).isEqualTo(1);
    }

    @Test
    void aMissingOrBlankArgumentThrowsImmediatelyAndSendsNothing() {
        ClassificationDeletions client = fixture.client();

        assertThatNullPointerException().isThrownBy(() -> client.delete(null));
        assertThatNullPointerException().isThrownBy(() -> client.deleteClassification(null));
        assertThatNullPointerException().isThrownBy(() -> client.deleteBatch("c", null));
        assertThatNullPointerException().isThrownBy(() -> client.deleteFiles("c", "b", null));
        assertThatNullPointerException().isThrownBy(() -> client.deleteFiles("c", "b", Arrays.asList("f", null)));
        assertThatIllegalArgumentException().isThrownBy(() -> client.deleteClassification(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> client.deleteBatch("c", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> client.deleteFiles("c", "", List.of("f")));
        assertThatIllegalArgumentException().isThrownBy(() -> client.deleteFiles("c", "b", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> client.deleteFiles("c", "b", List.of("\n")));
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void filesMayComeInAnyCollection() {
        transport.then(succeeds());
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();

        fixture.client()
                .deleteFiles("c", "b", new java.util.TreeSet<>(List.of("f-2", "f-1")))
                .subscribe(call);

        assertThat(receipt(call).request()).isEqualTo(new DeleteFiles("c", "b", List.of("f-1", "f-2")));
    }
}

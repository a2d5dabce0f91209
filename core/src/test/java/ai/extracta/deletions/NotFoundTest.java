package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.responds;
import static ai.extracta.deletions.Fixture.failure;
import static ai.extracta.deletions.Fixture.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.model.DeletionReceipt.Confirmation;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.subscriber.TestSubscriber;

class NotFoundTest {

    private final Fixture fixture = new Fixture();

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void isARefusalByDefault(int status) {
        fixture.transport.then(refuses(status));

        assertThat(failure(ResponseException.class, fixture.call()).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void meansAbsentAfterAnUnknownAttempt(int status) {
        fixture.policy(RetryPolicy.includingUnknown())
                .transport
                .then(fails(Kind.CONNECTION_LOST, true), refuses(status));
        TestSubscriber<DeletionReceipt> call = fixture.call();

        fixture.pass(java.time.Duration.ofSeconds(1));

        assertThat(receipt(call).confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void meansAbsentIfTheClientSaysSo(int status) {
        fixture.notFoundMeansAbsent().transport.then(refuses(status));

        DeletionReceipt receipt = receipt(fixture.call());

        assertThat(receipt.confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
        assertThat(receipt.status()).isEqualTo(status);
    }

    @Test
    void meansAbsentIfTheViewSaysSo() {
        fixture.transport.always(refuses(404));
        TestSubscriber<DeletionReceipt> call = TestSubscriber.create();

        fixture.client().withNotFoundMeansAbsent(true).delete(Fixture.REQUEST).subscribe(call);

        assertThat(receipt(call).confirmation()).isEqualTo(Confirmation.ALREADY_ABSENT);
        failure(ResponseException.class, fixture.call());
    }

    @Test
    void ofSeveralFilesProvesNothingAboutEachOfThem() {
        fixture.notFoundMeansAbsent().transport.always(refuses(404));

        failure(ResponseException.class, fixture.call(new DeleteFiles("c", "b", List.of("f-1", "f-2"))));
        receipt(fixture.call(new DeleteFiles("c", "b", List.of("f-1"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 422, 429})
    void isNoOtherRefusal(int status) {
        fixture.notFoundMeansAbsent().transport.then(refuses(status));

        failure(ResponseException.class, fixture.call());
    }

    @Test
    void thatClaimsSuccessStaysUnknown() {
        fixture.notFoundMeansAbsent().transport.then(responds(404, "{\"status\":\"success\"}"));

        assertThat(failure(ResponseException.class, fixture.call()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}

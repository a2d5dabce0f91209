package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.RetryPolicy;
import ai.extracta.deletions.acceptance.ScriptedHttp2Connection.Request;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeletionReceipt;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.transport.HttpVersion;
import ai.extracta.deletions.transport.TransportException.Kind;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of our own speaks HTTP/1.1 where the server requires it, or selects it. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Http2Client.class, names = "OWN")
class Http2FallbackTest extends AbstractHttp2Test {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repeatsOverHttp11WhatTheServerRequiresItFor(boolean byGoAway) throws Exception {
        ScriptedHttp2Server server = serverOfBoth(
                byGoAway
                        ? request -> request.connection().goAway(0, Http2Error.HTTP_1_1_REQUIRED)
                        : request -> request.reset(Http2Error.HTTP_1_1_REQUIRED));
        ClassificationDeletions deletions = deletions(server, builder -> builder.retryPolicy(RetryPolicy.safe()));

        DeletionReceipt receipt = deletions.deleteClassification("cls-1").block(SimulatorExtension.TIMEOUT);

        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(receipt.httpVersion()).hasValue(HttpVersion.HTTP_1_1);
        for (int i = 0; i < 5; i++) {
            DeletionReceipt later = deletions.deleteClassification("cls-1").block(SimulatorExtension.TIMEOUT);
            assertThat(later.attempts()).isOne();
            assertThat(later.httpVersion()).hasValue(HttpVersion.HTTP_1_1);
        }
        assertThat(server.paths()).hasSize(1);
        assertThat(server.http11Requests()).isEqualTo(6);
    }

    @Test
    void isNotSentWithoutARetry() throws Exception {
        ScriptedHttp2Server server = serverOfBoth(request -> request.reset(Http2Error.HTTP_1_1_REQUIRED));

        assertThat(fails(deletions(server).deleteClassification("cls-1"), Outcome.NOT_SENT)
                        .kind())
                .isEqualTo(Kind.NOT_PROCESSED);
        assertThat(server.http11Requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ApplicationProtocolNames.HTTP_1_1})
    void speaksHttp11WithAServerThatDoesNotSelectHttp2(String protocols) throws Exception {
        ScriptedHttp2Server server = new ScriptedHttp2Server(
                CERTIFICATE,
                MANY_STREAMS,
                Request::confirm,
                protocols.isEmpty() ? new String[0] : new String[] {protocols});
        closeAtEnd(server);
        ClassificationDeletions deletions = deletions(server);

        for (int i = 0; i < 3; i++) {
            DeletionReceipt receipt = deletions.deleteClassification("cls-1").block(SimulatorExtension.TIMEOUT);
            assertThat(receipt.httpVersion()).hasValue(HttpVersion.HTTP_1_1);
        }

        assertThat(server.paths()).isEmpty();
        assertThat(server.http11Requests()).isEqualTo(3);
    }

    private ScriptedHttp2Server serverOfBoth(Consumer<Request> script) throws Exception {
        ScriptedHttp2Server server = new ScriptedHttp2Server(
                CERTIFICATE, MANY_STREAMS, script, ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
        closeAtEnd(server);
        return server;
    }
}

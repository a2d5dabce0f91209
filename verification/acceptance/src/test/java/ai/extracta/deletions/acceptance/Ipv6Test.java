package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.extracta.deletions.testsupport.RawResponses;
import ai.extracta.deletions.testsupport.SimulatorExtension;
import ai.extracta.deletions.testsupport.SocketServer;
import ai.extracta.deletions.testsupport.TransportType;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** A base URI may name its host by an IPv6 address. */
class Ipv6Test {

    private static InetAddress loopback;

    @RegisterExtension
    final SimulatorExtension api = new SimulatorExtension();

    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void needsIpv6() throws IOException {
        byte[] one = new byte[16];
        one[15] = 1;
        loopback = InetAddress.getByAddress(one);
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no ::1");
    }

    @EachTransport
    void isReached(TransportType transport) throws IOException {
        try (SocketServer server = start(ServerSocketFactory.getDefault())) {
            expectSuccess(transport, "http://[::1]:" + server.port(), TransportSettings.defaults());
            assertThat(heads)
                    .singleElement()
                    .asString()
                    .containsIgnoringCase("\r\nhost: [::1]:" + server.port() + "\r\n");
        }
    }

    @EachTransport
    void isReachedWithACertificateForTheAddress(TransportType transport, @TempDir Path directory) throws Exception {
        HeldCertificate own = HeldCertificate.create(directory, "six", "ip:::1");
        try (SocketServer server = start(own.serverContext(own).getServerSocketFactory())) {
            TransportSettings settings = TransportSettings.builder()
                    .trust(List.of(own.certificate()))
                    .build();
            expectSuccess(transport, "https://[::1]:" + server.port(), settings);
        }
    }

    private SocketServer start(ServerSocketFactory sockets) throws IOException {
        return SocketServer.start(sockets.createServerSocket(0, 0, loopback), this::succeed);
    }

    private void succeed(Socket connection) throws IOException {
        heads.add(SocketServer.read(connection.getInputStream()).head());
        SocketServer.write(connection, RawResponses.WHOLE_SUCCESS);
    }

    private void expectSuccess(TransportType transport, String baseUri, TransportSettings settings) {
        StepVerifier.create(api.client(transport, builder -> builder.baseUri(URI.create(baseUri))
                                .transportSettings(settings))
                        .deleteClassification("cls-1"))
                .expectNextCount(1)
                .expectComplete()
                .verify(SimulatorExtension.TIMEOUT);
    }
}

package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.transport.TransportException.Kind.CONNECTION_LOST;
import static ai.extracta.deletions.transport.TransportException.Kind.PROTOCOL;
import static ai.extracta.deletions.transport.TransportException.Kind.RESPONSE_TOO_LARGE;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How every transport reports failures of the network and of the server's HTTP. */
final class FaultCases {

    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = HEAD + "transfer-encoding: chunked\r\n\r\n";
    private static final String CHUNK = "5\r\n12345\r\n";

    private FaultCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>();
        Stream.of(ConnectFaultCases.all(), connectionEndings(), malformed(), tooLarge())
                .flatMap(List::stream)
                .map(FaultCase::toContractCase)
                .forEach(cases::add);
        cases.add(new ContractCase("says why a certificate is not trusted", ConnectFaultCases::saysWhyUntrusted));
        cases.addAll(SlowServerCases.all());
        return cases;
    }

    private static List<FaultCase> connectionEndings() {
        List<FaultCase> faults = new ArrayList<>();
        for (String ending : List.of("close", "reset")) {
            faults.add(end(ending, "before the response", ""));
            faults.add(end(ending, "within the status line", "HTTP/1.1 20"));
            faults.add(end(ending, "within the head", HEAD + "content-length: 2\r\ncontent-"));
            faults.add(end(ending, "after the head", HEAD + "content-length: 60\r\n\r\n"));
            faults.add(end(ending, "within the body", HEAD + "content-length: 60\r\n\r\n{}"));
            faults.add(end(ending, "within a chunk", CHUNKED + "14\r\n{}"));
            faults.add(end(ending, "without the last chunk", CHUNKED + CHUNK));
        }
        return faults;
    }

    private static FaultCase end(String ending, String position, String bytes) {
        FaultCase.Setup setup = context -> FaultCase.Target.of(context.startServer(connection -> {
            connection.read();
            connection.write(bytes);
            if (ending.equals("reset")) {
                connection.reset();
            }
        }));
        return new FaultCase("an end " + position + " by a " + ending, CONNECTION_LOST, true, setup);
    }

    private static List<FaultCase> malformed() {
        return List.of(
                response("garbage instead of a status line", PROTOCOL, "garbage\r\n\r\n"),
                response("another protocol", PROTOCOL, "SSH-2.0-OpenSSH_9.6\r\n\r\n"),
                response("a status that is no number", PROTOCOL, "HTTP/1.1 success\r\n\r\n"),
                response("a chunk size that is no number", PROTOCOL, CHUNKED + "xyz\r\n12345\r\n0\r\n\r\n"),
                response("a length that is no number", PROTOCOL, HEAD + "content-length: many\r\n\r\n{}"),
                response("a negative length", PROTOCOL, HEAD + "content-length: -2\r\n\r\n{}"),
                response("two lengths", PROTOCOL, HEAD + "content-length: 2\r\ncontent-length: 3\r\n\r\n{}}"),
                response("a header of 64 KiB", PROTOCOL, RawResponses.response(200, "", "x: " + "y".repeat(64 * 1024))),
                response(
                        "a thousand headers of 16 bytes",
                        PROTOCOL,
                        RawResponses.response(200, "", "x-header: 123456\r\n".repeat(999) + "x: y")),
                response(
                        "an unrequested change of protocol",
                        PROTOCOL,
                        "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n"));
    }

    private static List<FaultCase> tooLarge() {
        return List.of(
                response(
                        "a body announced to be one byte too large",
                        RESPONSE_TOO_LARGE,
                        HEAD + "content-length: 1048577\r\n\r\n"),
                response(
                        "a body announced to be far too large",
                        RESPONSE_TOO_LARGE,
                        HEAD + "content-length: 99999999999999\r\n\r\n"),
                response(
                        "a body that turns out to be one byte too large",
                        RESPONSE_TOO_LARGE,
                        CHUNKED + "100001\r\n" + "x".repeat(0x100001) + "\r\n"));
    }

    /** Sends it and then waits for the transport to end the connection, which it has to do. */
    private static FaultCase response(String name, Kind kind, String bytes) {
        return new FaultCase(name, kind, true, context -> {
            ScriptedServer server = context.startServer(connection -> {
                connection.read();
                connection.write(bytes);
                connection.hold();
            });
            context.closeAtEnd(() -> server.awaitDisconnects(2));
            return FaultCase.Target.of(server);
        });
    }
}

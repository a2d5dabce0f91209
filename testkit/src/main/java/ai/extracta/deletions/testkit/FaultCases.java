package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.transport.TransportException.Kind.CONNECTION_LOST;
import static ai.extracta.deletions.transport.TransportException.Kind.PROTOCOL;
import static ai.extracta.deletions.transport.TransportException.Kind.RESPONSE_TOO_LARGE;

import ai.extracta.deletions.transport.TransportException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is said when the network or the other side's HTTP fails: the same by every transport. */
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
        cases.addAll(SlowServerCases.all());
        return cases;
    }

    private static List<FaultCase> connectionEndings() {
        List<FaultCase> faults = new ArrayList<>();
        for (Ending ending : Ending.values()) {
            String suffix = " by a " + ending.name().toLowerCase(Locale.ROOT);
            faults.add(ending.after("", "an end before the answer" + suffix));
            faults.add(ending.after("HTTP/1.1 20", "an end within the status line" + suffix));
            faults.add(ending.after(HEAD + "content-length: 2\r\ncontent-", "an end within the head" + suffix));
            faults.add(ending.after(HEAD + "content-length: 60\r\n\r\n", "an end after the head" + suffix));
            faults.add(ending.after(HEAD + "content-length: 60\r\n\r\n{}", "an end within the body" + suffix));
            faults.add(ending.after(CHUNKED + "14\r\n{}", "an end within a chunk" + suffix));
            faults.add(ending.after(CHUNKED + CHUNK, "an end without the last chunk" + suffix));
        }
        return faults;
    }

    private enum Ending {
        CLOSE {
            @Override
            void terminate(ScriptedServer.Connection connection) {
                // It is closed when the script ends.
            }
        },
        RESET {
            @Override
            void terminate(ScriptedServer.Connection connection) throws IOException {
                connection.reset();
            }
        };

        abstract void terminate(ScriptedServer.Connection connection) throws IOException;

        FaultCase after(String bytes, String name) {
            return new FaultCase(
                    name,
                    CONNECTION_LOST,
                    true,
                    context -> FaultCase.Target.of(context.startServer(connection -> {
                        connection.read();
                        connection.write(bytes);
                        terminate(connection);
                    })));
        }
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
                        "an unasked change of protocol",
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

package ai.extracta.deletions.cli;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Runs the program in this process. */
final class CliRunner {

    private final ShutdownSignal shutdown = new ShutdownSignal();
    private final List<String> questions = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String argumentEncoding = "UTF-8";
    private String standardInput = "";
    private Optional<String> reply = Optional.empty();
    private List<String> suffix = List.of();

    /** The exit code and the output. */
    record Result(int code, String out, String err, List<String> questions) {

        String all() {
            return out + err;
        }
    }

    /** With the key of a simulator, and its address added to each command. */
    static CliRunner on(ExtractaSimulator simulator) {
        CliRunner cli = new CliRunner().key(simulator.apiKey());
        cli.suffix = List.of("--base-uri", simulator.baseUri().toString());
        return cli;
    }

    CliRunner key(String key) {
        return environment("EXTRACTA_API_KEY", key);
    }

    CliRunner environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CliRunner withoutKey() {
        environment.clear();
        return this;
    }

    /** The arguments were decoded from this charset. */
    CliRunner argumentEncoding(String charset) {
        argumentEncoding = charset;
        return this;
    }

    CliRunner standardInput(String text) {
        standardInput = text;
        return this;
    }

    /** There is a terminal, and this is the reply to each prompt. */
    CliRunner confirmingWith(String text) {
        reply = Optional.of(text);
        return this;
    }

    ShutdownSignal shutdown() {
        return shutdown;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        Terminal terminal = new Terminal(
                in, printer(out), printer(err), environment, argumentEncoding, reply.map(this::replyWith), shutdown);
        String[] all = Stream.concat(Stream.of(arguments), suffix.stream()).toArray(String[]::new);
        int code = ExtractaDelete.execute(terminal, all);
        return new Result(
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                List.copyOf(questions));
    }

    private UnaryOperator<String> replyWith(String text) {
        return question -> {
            questions.add(question);
            return text;
        };
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}

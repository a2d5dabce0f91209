package ai.extracta.deletions.cli;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Runs the program in this process, as if somebody had typed it. */
final class CliRunner {

    private final ShutdownSignal shutdown = new ShutdownSignal();
    private final List<String> questions = new ArrayList<>();
    private Map<String, String> environment = Map.of();
    private String standardInput = "";
    private Optional<String> answer = Optional.empty();
    private List<String> suffix = List.of();

    /** What the program left behind. */
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
        environment = Map.of("EXTRACTA_API_KEY", key);
        return this;
    }

    CliRunner withoutKey() {
        environment = Map.of();
        return this;
    }

    CliRunner standardInput(String text) {
        standardInput = text;
        return this;
    }

    /** Somebody sits there and answers each question with this. */
    CliRunner answering(String text) {
        answer = Optional.of(text);
        return this;
    }

    ShutdownSignal shutdown() {
        return shutdown;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        Terminal terminal =
                new Terminal(in, printer(out), printer(err), environment, answer.map(this::answer), shutdown);
        String[] all = Stream.concat(Stream.of(arguments), suffix.stream()).toArray(String[]::new);
        int code = ExtractaDelete.execute(terminal, all);
        return new Result(
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                List.copyOf(questions));
    }

    private UnaryOperator<String> answer(String text) {
        return question -> {
            questions.add(question);
            return text;
        };
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}

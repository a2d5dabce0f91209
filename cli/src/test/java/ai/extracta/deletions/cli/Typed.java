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
final class Typed {

    private final Stop stop = new Stop();
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
    static Typed on(ExtractaSimulator simulator) {
        Typed typed = new Typed().key(simulator.apiKey());
        typed.suffix = List.of("--base-uri", simulator.baseUri().toString());
        return typed;
    }

    Typed key(String key) {
        environment = Map.of("EXTRACTA_API_KEY", key);
        return this;
    }

    Typed withoutKey() {
        environment = Map.of();
        return this;
    }

    Typed standardInput(String text) {
        standardInput = text;
        return this;
    }

    /** Somebody sits there and answers each question with this. */
    Typed answering(String text) {
        answer = Optional.of(text);
        return this;
    }

    Stop stop() {
        return stop;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        Shell shell = new Shell(in, printer(out), printer(err), environment, answer.map(this::answer), stop);
        String[] all = Stream.concat(Stream.of(arguments), suffix.stream()).toArray(String[]::new);
        int code = ExtractaDelete.execute(shell, all);
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

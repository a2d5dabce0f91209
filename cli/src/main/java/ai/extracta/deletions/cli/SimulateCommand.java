package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.testkit.Chaos;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator until it is interrupted. */
@Command(
        name = "simulate",
        description = "Starts a simulator of the API on 127.0.0.1, to try the other commands on, until Ctrl-C.",
        customSynopsis = {"extracta-delete simulate [OPTIONS]", "       bin/simulator [OPTIONS]"},
        exitCodeList = {
            "1:the port is not available, with --json",
            "2:a usage error",
            "4:the port is not available, without --json",
            "130:stopped by Ctrl-C"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final int PORT_UNAVAILABLE = 1;

    private final Terminal terminal;

    @Option(names = "--port", paramLabel = "N", description = "The port to listen on; 0, the default, is a free one.")
    private int port;

    @Option(
            names = {"--classifications", "--seed-classifications"},
            paramLabel = "N",
            description = "How many classifications to start with. Default: ${DEFAULT-VALUE}.")
    private int classifications = 2;

    @Option(names = "--batches", paramLabel = "N", description = "In each classification. Default: ${DEFAULT-VALUE}.")
    private int batches = 2;

    @Option(names = "--files", paramLabel = "N", description = "In each batch. Default: ${DEFAULT-VALUE}.")
    private int files = 3;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Also list all files in this new file, as rows for --from.")
    private Optional<Path> csv = Optional.empty();

    @Option(names = "--api-key", paramLabel = "KEY", description = "The key to accept; a random one by default.")
    private Optional<String> apiKey = Optional.empty();

    @Option(
            names = {"--not-found", "--unknown-id-status"},
            paramLabel = "N",
            description = "The status for unknown ids, 404 or 400. Default: ${DEFAULT-VALUE}.")
    private int unknownIdStatus = 404;

    @Option(
            names = "--chaos",
            paramLabel = "SEED",
            description = "Inject random faults; the same number leads to the same ones.")
    private Optional<Long> chaos = Optional.empty();

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How late each response is, such as 200ms; not with --chaos, which has delays of its own.")
    private Optional<Duration> latency = Optional.empty();

    @Option(
            names = "--json",
            description = "For scripts: print baseUrl, apiKey and the classifications as one line of JSON instead of"
                    + " instructions, and log each request to standard error. bin/simulator sets it.")
    private boolean json;

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        terminal.shutdown().markActive();
        try (ExtractaSimulator running = start()) {
            misbehave(running);
            List<Classification> seeded = running.seed(classifications, batches, files);
            if (csv.isPresent()) {
                NewFile.write(csv.get(), file -> file.append(rows(seeded)));
            }
            terminal.out().println(json ? describe(running) : instructions(running));
            if (terminal.out().checkError()) {
                return ExitCodes.NOT_SENT; // nobody would know where it is
            }
            terminal.shutdown().requests().block();
            return ExitCodes.INTERRUPTED;
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(String.valueOf(invalid.getMessage()));
        } catch (UncheckedIOException portUnavailable) {
            terminal.err().println("extracta-delete: " + portUnavailable.getMessage());
            return json ? PORT_UNAVAILABLE : ExitCodes.NOT_SENT;
        }
    }

    private void misbehave(ExtractaSimulator running) {
        if (chaos.isPresent() && latency.isPresent()) {
            throw new UsageException("--latency does not go with --chaos, which has delays of its own");
        }
        chaos.ifPresent(seed -> running.answerBy(Chaos.seeded(seed)));
        latency.ifPresent(delay -> running.answerAlways(Answer.documented().delayedBy(delay)));
    }

    private ExtractaSimulator start() {
        ExtractaSimulator.Builder simulator =
                ExtractaSimulator.builder().port(port).unknownIdStatus(unknownIdStatus);
        apiKey.ifPresent(simulator::apiKey);
        if (json) {
            simulator.reportingTo(terminal.err()::println);
        }
        return simulator.start();
    }

    private static String describe(ExtractaSimulator running) throws IOException {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("baseUrl", running.baseUri());
        description.put("apiKey", running.apiKey());
        description.put("classifications", running.classifications());
        return new JsonMapper().writeValueAsString(description);
    }

    private String instructions(ExtractaSimulator running) {
        return String.join(
                System.lineSeparator(),
                "The simulator serves until Ctrl-C. Try in another terminal:",
                "",
                "  export " + ApiKey.ENVIRONMENT_VARIABLE + "=" + running.apiKey(),
                "  " + ResumeHint.PROGRAM + " " + example() + " --base-uri " + running.baseUri());
    }

    private String example() {
        return csv.map(file -> "files --from " + file).orElse("batches cls-1 cls-1-batch-1");
    }

    private static String rows(List<Classification> seeded) {
        Stream<String> files = seeded.stream()
                .flatMap(classification -> classification.batches().stream().flatMap(batch -> batch.fileIds().stream()
                        .map(file -> String.join(",", classification.classificationId(), batch.batchId(), file))));
        return Stream.concat(Stream.of(String.join(",", Kind.FILES.idFields())), files)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}

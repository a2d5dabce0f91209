package ai.extracta.deletions.cli;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves something harmless to delete. */
@Command(
        name = "simulate",
        description = "Starts a simulator of the API on this machine, to try the other commands on, until Ctrl-C.",
        customSynopsis = "extracta-delete simulate [OPTIONS]")
final class SimulateCommand implements Callable<Integer> {

    private final Terminal shell;

    @Option(names = "--port", paramLabel = "N", description = "The port; a free one by default.")
    private int port;

    @Option(names = "--classifications", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int classifications = 2;

    @Option(names = "--batches", paramLabel = "N", description = "In each classification. Default: ${DEFAULT-VALUE}.")
    private int batches = 2;

    @Option(names = "--files", paramLabel = "N", description = "In each batch. Default: ${DEFAULT-VALUE}.")
    private int files = 3;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Also name all files in this new file, as rows to feed.")
    private Optional<Path> csv = Optional.empty();

    SimulateCommand(Terminal terminal) {
        this.shell = terminal;
    }

    @Override
    public Integer call() throws IOException {
        shell.shutdown().markActive();
        try (ExtractaSimulator simulator =
                ExtractaSimulator.builder().port(port).start()) {
            List<Classification> seeded = simulator.seed(classifications, batches, files);
            if (csv.isPresent()) {
                write(csv.get(), seeded);
            }
            printInstructions(simulator);
            shell.shutdown().requests().block();
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(String.valueOf(invalid.getMessage()));
        }
        return ExitCodes.INTERRUPTED;
    }

    private void printInstructions(ExtractaSimulator simulator) {
        shell.out().println("The simulator serves until Ctrl-C. Try in another terminal:");
        shell.out().println();
        shell.out().println("  export " + ApiKey.ENVIRONMENT_VARIABLE + "=" + simulator.apiKey());
        shell.out().println("  " + ResumeHint.PROGRAM + " " + example() + " --base-uri " + simulator.baseUri());
        shell.out().flush();
    }

    private String example() {
        return csv.map(file -> "files --from " + file).orElse("batches cls-1 cls-1-batch-1");
    }

    private static void write(Path file, List<Classification> seeded) throws IOException {
        try (PrintWriter rows = new PrintWriter(Files.newBufferedWriter(file))) {
            rows.println("classificationId,batchId,fileId");
            seeded.forEach(classification -> classification.batches().forEach(batch -> batch.fileIds()
                    .forEach(fileId ->
                            rows.println(classification.classificationId() + "," + batch.batchId() + "," + fileId))));
        }
    }
}

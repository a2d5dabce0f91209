package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that deletes. */
abstract class JobCommand implements Callable<Integer> {

    @Mixin
    private InputOptions rows = new InputOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal shell;

    JobCommand(Terminal terminal) {
        this.shell = terminal;
    }

    /** Checks what was typed and does it. */
    @Override
    public Integer call() throws IOException {
        options.check();
        check(options);
        refuseToOverwrite(options.failures());
        if (rows.isStandardInput() && !options.isConfirmed() && !options.isDryRun()) {
            throw new UsageException(
                    "the rows come from standard input, so nobody can be asked there; add --yes, or --dry-run");
        }
        try (Input input = input()) {
            return new DeletionJob(shell, options, resumeCommand()).run(input);
        }
    }

    /** Refuses what the command cannot do. */
    abstract void check(RunOptions runOptions);

    /** What every row deletes, if the command knows. */
    abstract Optional<Kind> kind();

    /** What the arguments ask for; empty if there is none. */
    abstract List<DeletionRequest> requestsFromArguments();

    /** The command that goes on with this one. */
    abstract String resumeHint(List<String> arguments, boolean hasRows);

    private Input input() {
        List<DeletionRequest> requests;
        try {
            requests = requestsFromArguments();
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(String.valueOf(invalid.getMessage()));
        }
        if (rows.isGiven() && !requests.isEmpty()) {
            throw new UsageException("ids come either as arguments or with --from, not both");
        }
        return requests.isEmpty() ? rows.read(shell, kind()) : Input.of(requests);
    }

    private void refuseToOverwrite(Optional<Path> failures) throws IOException {
        if (failures.isEmpty()) {
            return;
        }
        for (Path protectedFile : options.files()) {
            if (isSame(failures.get(), protectedFile)) {
                throw new UsageException("--failures would overwrite " + protectedFile + "; name another file");
            }
        }
        if (rows.isSameFile(failures.get())) {
            throw new UsageException("--failures would overwrite the file that --from reads; name another");
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
                || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    }

    private String resumeCommand() {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        return options.ledger().isPresent() ? resumeHint(arguments, rows.isGiven()) : ResumeHint.WITHOUT_LEDGER;
    }
}

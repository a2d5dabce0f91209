package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.io.IOException;
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

    private final Terminal terminal;

    JobCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        check(options);
        if (rows.isStandardInput() && !options.yes && !options.dryRun) {
            throw new UsageException(
                    "the rows come from standard input, so it cannot be used to confirm; add --yes, or --dry-run");
        }
        try (Input input = input()) {
            return new DeletionJob(terminal, options, resumeCommand()).run(input);
        }
    }

    CommandSpec spec() {
        return spec;
    }

    /** Rejects options that do not fit this command. */
    void check(RunOptions runOptions) {}

    /** The kind of every row, if the command determines it. */
    abstract Optional<Kind> kind();

    /** The requests that the arguments name; empty if there are none. */
    List<DeletionRequest> requestsFromArguments() {
        return List.of();
    }

    /** The command that continues this one. */
    String resumeHint(List<String> arguments, boolean hasRows) {
        return ResumeHint.rerun(arguments);
    }

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
        return requests.isEmpty() ? rows.read(terminal, kind()) : Input.of(requests);
    }

    private String resumeCommand() {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        return options.ledger.isPresent() ? resumeHint(arguments, rows.isGiven()) : ResumeHint.WITHOUT_LEDGER;
    }
}

package ai.extracta.deletions.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resumes a job. */
@Command(
        name = "resume",
        description =
                "Resumes a job that has a ledger: give it the same rows, and only what is not certain is sent again.",
        customSynopsis = "extracta-delete resume [OPTIONS] --ledger FILE --from FILE")
final class ResumeCommand extends JobCommand {

    @Mixin
    private KindOption kindOption = new KindOption();

    ResumeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void check(RunOptions runOptions) {
        Path ledger = runOptions.ledger.orElseThrow(() -> new UsageException("name the job to resume: --ledger FILE"));
        if (!Files.exists(ledger)) {
            throw new UsageException("there is no ledger " + ledger + "; without one everything would be sent again");
        }
    }

    @Override
    Optional<Kind> kind() {
        return kindOption.kind;
    }
}

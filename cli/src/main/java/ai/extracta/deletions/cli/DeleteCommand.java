package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes things of one kind, named by arguments or by rows. */
@Command
final class DeleteCommand extends JobCommand {

    private final Kind kind;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The ids, in the order shown above.")
    private List<String> ids = new ArrayList<>();

    private DeleteCommand(Terminal terminal, Kind kind) {
        super(terminal);
        this.kind = kind;
    }

    static void addTo(CommandLine program, Terminal terminal) {
        add(program, "files", new DeleteCommand(terminal, Kind.FILES))
                .synopsis("CLASSIFICATION BATCH FILE...", "Deletes single files and their results.");
        add(program, "batches", new DeleteCommand(terminal, Kind.BATCH))
                .synopsis("CLASSIFICATION BATCH...", "Deletes batches with all their files and results.");
        add(program, "classifications", new DeleteCommand(terminal, Kind.CLASSIFICATION))
                .synopsis("CLASSIFICATION...", "Deletes classifications with all their batches, files and results.");
    }

    private static DeleteCommand add(CommandLine program, String name, DeleteCommand command) {
        program.addSubcommand(name, command);
        return command;
    }

    private void synopsis(String idNames, String description) {
        String usage = "extracta-delete " + spec().name() + " [OPTIONS] ";
        spec().usageMessage()
                .customSynopsis(usage + idNames, "       " + usage + "--from FILE")
                .description(description);
    }

    @Override
    Optional<Kind> kind() {
        return Optional.of(kind);
    }

    /** One request per id, so that each has its own result; those of one batch still share calls. */
    @Override
    List<DeletionRequest> requestsFromArguments() {
        ids.stream().filter(this::isOption).findFirst().ifPresent(option -> {
            throw new UsageException(option + " comes after --, where everything is an id; options come before it");
        });
        int parentCount = kind.idFields().size() - 1;
        if (!ids.isEmpty() && ids.size() <= parentCount) {
            throw new UsageException("there are too few ids: '" + spec().name() + "' needs "
                    + String.join(", ", kind.idFields()) + "; nothing wider than requested is ever deleted");
        }
        return ids.stream()
                .skip(parentCount)
                .map(id -> request(ids.subList(0, parentCount), id))
                .toList();
    }

    private boolean isOption(String id) {
        return spec().optionsMap().containsKey(id.replaceFirst("=.*", ""));
    }

    private DeletionRequest request(List<String> parentIds, String id) {
        return kind.request(Stream.concat(parentIds.stream(), Stream.of(id)).toList());
    }

    @Override
    String resumeHint(List<String> arguments, boolean hasRows) {
        return hasRows ? ResumeHint.resume(arguments, spec().name(), kind) : ResumeHint.rerun(arguments);
    }
}

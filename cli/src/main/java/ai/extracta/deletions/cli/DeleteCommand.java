package ai.extracta.deletions.cli;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes things of one kind, which are named by arguments or by rows. */
abstract class DeleteCommand extends JobCommand {

    private final String name;
    private final Kind kind;

    private DeleteCommand(Terminal terminal, String name, Kind kind) {
        super(terminal);
        this.name = name;
        this.kind = kind;
    }

    abstract List<String> childIds();

    @Override
    void check(RunOptions runOptions) {}

    @Override
    Optional<Kind> kind() {
        return Optional.of(kind);
    }

    /** One request for each thing, so that each has its own result; what belongs together is sent together all the same. */
    @Override
    List<DeletionRequest> requestsFromArguments() {
        List<String> ids = childIds();
        int parentCount = kind.idFields().size() - 1;
        if (!ids.isEmpty() && ids.size() <= parentCount) {
            throw new UsageException("there are too few ids: '" + name + "' needs " + String.join(", ", kind.idFields())
                    + "; nothing wider than asked for is ever deleted");
        }
        return ids.stream()
                .skip(parentCount)
                .map(id -> request(ids.subList(0, parentCount), id))
                .toList();
    }

    private DeletionRequest request(List<String> parentIds, String id) {
        return kind.request(Stream.concat(parentIds.stream(), Stream.of(id)).toList());
    }

    @Override
    String resumeHint(List<String> arguments, boolean hasRows) {
        return hasRows ? ResumeHint.resume(arguments, name, kind) : ResumeHint.rerun(arguments);
    }

    /** Single files. */
    @Command(
            name = "files",
            description = "Deletes single files and their results.",
            customSynopsis = {
                "extracta-delete files [OPTIONS] CLASSIFICATION BATCH FILE...",
                "       extracta-delete files [OPTIONS] --from FILE"
            })
    static final class Files extends DeleteCommand {

        @Parameters(
                arity = "0..*",
                paramLabel = "ID",
                description = "The classification, the batch, and one or more files in it.")
        private List<String> ids = new ArrayList<>();

        Files(Terminal terminal) {
            super(terminal, "files", Kind.FILES);
        }

        @Override
        List<String> childIds() {
            return ids;
        }
    }

    /** Whole batches. */
    @Command(
            name = "batches",
            description = "Deletes batches with all their files and results.",
            customSynopsis = {
                "extracta-delete batches [OPTIONS] CLASSIFICATION BATCH...",
                "       extracta-delete batches [OPTIONS] --from FILE"
            })
    static final class Batches extends DeleteCommand {

        @Parameters(
                arity = "0..*",
                paramLabel = "ID",
                description = "The classification, and one or more batches in it.")
        private List<String> ids = new ArrayList<>();

        Batches(Terminal terminal) {
            super(terminal, "batches", Kind.BATCH);
        }

        @Override
        List<String> childIds() {
            return ids;
        }
    }

    /** Whole classifications. */
    @Command(
            name = "classifications",
            description = "Deletes classifications with all their batches, files and results.",
            customSynopsis = {
                "extracta-delete classifications [OPTIONS] CLASSIFICATION...",
                "       extracta-delete classifications [OPTIONS] --from FILE"
            })
    static final class Classifications extends DeleteCommand {

        @Parameters(arity = "0..*", paramLabel = "ID", description = "One or more classifications.")
        private List<String> ids = new ArrayList<>();

        Classifications(Terminal terminal) {
            super(terminal, "classifications", Kind.CLASSIFICATION);
        }

        @Override
        List<String> childIds() {
            return ids;
        }
    }
}

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

    private DeleteCommand(Shell shell, String name, Kind kind) {
        super(shell);
        this.name = name;
        this.kind = kind;
    }

    abstract List<String> ids();

    @Override
    void check(RunOptions typed) {}

    @Override
    Optional<Kind> kind() {
        return Optional.of(kind);
    }

    /** One request for each thing, so that each has its own result; what belongs together is sent together all the same. */
    @Override
    List<DeletionRequest> ofArguments() {
        List<String> ids = ids();
        int shared = kind.address().size() - 1;
        if (!ids.isEmpty() && ids.size() <= shared) {
            throw new UsageException("there are too few ids: '" + name + "' needs " + String.join(", ", kind.address())
                    + "; nothing wider than asked for is ever deleted");
        }
        return ids.stream()
                .skip(shared)
                .map(id -> request(ids.subList(0, shared), id))
                .toList();
    }

    private DeletionRequest request(List<String> shared, String id) {
        return kind.request(Stream.concat(shared.stream(), Stream.of(id)).toList());
    }

    @Override
    String resume(List<String> arguments, boolean hasRows) {
        return hasRows ? ResumeHint.resume(arguments, name, kind) : ResumeHint.again(arguments);
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

        Files(Shell shell) {
            super(shell, "files", Kind.FILES);
        }

        @Override
        List<String> ids() {
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

        Batches(Shell shell) {
            super(shell, "batches", Kind.BATCH);
        }

        @Override
        List<String> ids() {
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

        Classifications(Shell shell) {
            super(shell, "classifications", Kind.CLASSIFICATION);
        }

        @Override
        List<String> ids() {
            return ids;
        }
    }
}

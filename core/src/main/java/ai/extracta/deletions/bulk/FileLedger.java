package ai.extracta.deletions.bulk;

import ai.extracta.deletions.model.DeletionRequest;
import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Mono;

/** Placeholder: written on a branch of its own. */
@SuppressWarnings("DoNotCallSuggester")
public final class FileLedger implements DeletionLedger {

    private FileLedger() {}

    /**
     * Opens or creates.
     *
     * @param file where
     * @return the ledger
     */
    public static FileLedger open(Path file) {
        throw new UnsupportedOperationException("not there yet: " + file);
    }

    /**
     * Writes the audit.
     *
     * @param file the ledger
     * @param target gets a JSON object per line
     */
    public static void export(Path file, Appendable target) {
        throw new UnsupportedOperationException("not there yet: " + file + target);
    }

    @Override
    public Mono<List<State>> lookup(List<DeletionRequest> requests) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> begin(List<DeletionRequest> requests) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> finish(List<DeletionResult> results) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}

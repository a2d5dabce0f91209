package ai.extracta.deletions.testkit;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.ledger.FileLedger;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerContractTest extends DeletionLedgerContract {

    @TempDir
    private Path folder;

    @Override
    protected DeletionLedger open() throws IOException {
        return FileLedger.open(folder.resolve("job.ledger"));
    }
}

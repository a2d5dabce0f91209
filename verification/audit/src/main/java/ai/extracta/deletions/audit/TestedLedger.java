package ai.extracta.deletions.audit;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.ledger.r2dbc.R2dbcLedger;
import ai.extracta.deletions.model.DeletionRequest;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The ledger of a job, which outlives the processes that write it. */
interface TestedLedger {

    /** How a process of the job opens it. */
    String location();

    /** Reads it while no process of the job is running. */
    Map<DeletionRequest, State> states() throws IOException;

    /** Opens the ledger at a location: a file, or a database and, after a {@code #}, the name of the job. */
    static DeletionLedger open(String location) throws IOException {
        if (!location.startsWith("r2dbc:")) {
            return FileLedger.open(Path.of(location));
        }
        String[] urlAndJob = location.split("#", 2);
        ConnectionPool pool =
                new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(urlAndJob[0]))
                        .build());
        return R2dbcLedger.create(pool, urlAndJob[1]);
    }

    /** A ledger in a file. */
    record InFile(Path file) implements TestedLedger {

        @Override
        public String location() {
            return file.toString();
        }

        @Override
        public Map<DeletionRequest, State> states() throws IOException {
            return RunSnapshot.readLedger(file);
        }
    }
}

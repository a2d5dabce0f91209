package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.testkit.DeletionLedgerContract;
import java.util.UUID;

class PostgresqlLedgerContractTest extends DeletionLedgerContract {

    private final String job = UUID.randomUUID().toString();

    @Override
    protected DeletionLedger open() {
        return R2dbcLedger.create(TestDatabase.POSTGRESQL.pool(), job);
    }
}

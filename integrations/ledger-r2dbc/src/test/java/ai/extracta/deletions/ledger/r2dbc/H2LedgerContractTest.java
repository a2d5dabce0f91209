package ai.extracta.deletions.ledger.r2dbc;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.testkit.DeletionLedgerContract;
import java.util.UUID;

class H2LedgerContractTest extends DeletionLedgerContract {

    private final String job = UUID.randomUUID().toString();

    @Override
    protected DeletionLedger open() {
        return R2dbcLedger.create(TestDatabase.H2.pool(), job);
    }
}

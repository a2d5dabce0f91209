/**
 * The ledger in a file that comes with the SDK: {@link ai.extracta.deletions.ledger.FileLedger}, for
 * {@link ai.extracta.deletions.bulk.BulkOptions.Builder#ledger}.
 */
@NullMarked
package ai.extracta.deletions.ledger;

import org.jspecify.annotations.NullMarked;

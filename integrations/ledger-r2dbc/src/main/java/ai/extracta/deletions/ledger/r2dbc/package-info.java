/** A ledger in a database. Start with {@link ai.extracta.deletions.ledger.r2dbc.R2dbcLedger}. */
@NullMarked
package ai.extracta.deletions.ledger.r2dbc;

import org.jspecify.annotations.NullMarked;

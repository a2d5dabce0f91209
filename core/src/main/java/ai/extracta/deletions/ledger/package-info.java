/** The ledger in a file that comes with the SDK. */
@NullMarked
package ai.extracta.deletions.ledger;

import org.jspecify.annotations.NullMarked;

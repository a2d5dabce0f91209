/** Bulk deletion: options, plan, results, progress, and the SPI of a ledger. */
@NullMarked
package ai.extracta.deletions.bulk;

import org.jspecify.annotations.NullMarked;

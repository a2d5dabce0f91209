/** Deletions by the thousand: the plan, the results, the options and the ledger. */
@NullMarked
package ai.extracta.deletions.bulk;

import org.jspecify.annotations.NullMarked;

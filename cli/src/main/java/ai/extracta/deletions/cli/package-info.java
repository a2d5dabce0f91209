/** A command line that deletes in bulk: ids from arguments, CSV or JSON Lines. */
@NullMarked
package ai.extracta.deletions.cli;

import org.jspecify.annotations.NullMarked;

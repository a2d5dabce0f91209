/** What can be deleted, and what the server said when it was. */
@NullMarked
package ai.extracta.deletions.model;

import org.jspecify.annotations.NullMarked;

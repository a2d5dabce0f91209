/** What goes wrong, and the one thing that matters then: did the deletion happen? */
@NullMarked
package ai.extracta.deletions.error;

import org.jspecify.annotations.NullMarked;

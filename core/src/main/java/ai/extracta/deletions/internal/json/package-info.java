/** JSON objects, as models and results are written. */
@NullMarked
package ai.extracta.deletions.internal.json;

import org.jspecify.annotations.NullMarked;

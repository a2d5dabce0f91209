/** What the SDK's own transports share and others do not need. */
@NullMarked
package ai.extracta.deletions.internal.transport;

import org.jspecify.annotations.NullMarked;

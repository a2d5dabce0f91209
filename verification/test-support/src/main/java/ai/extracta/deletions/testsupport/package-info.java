/** What the tests of several modules share. */
@NullMarked
package ai.extracta.deletions.testsupport;

import org.jspecify.annotations.NullMarked;

/** Erasure workers on Kafka, one of which is killed. */
@NullMarked
package ai.extracta.deletions.samples.kafka;

import org.jspecify.annotations.NullMarked;

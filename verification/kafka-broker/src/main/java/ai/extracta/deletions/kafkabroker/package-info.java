/** A Kafka broker for tests and samples. */
@NullMarked
package ai.extracta.deletions.kafkabroker;

import org.jspecify.annotations.NullMarked;

/**
 * Workers that execute the deletions requested in a Kafka topic, any number of them on any number of machines. Start
 * with {@link ai.extracta.deletions.kafka.ErasureWorker}.
 */
@NullMarked
package ai.extracta.deletions.kafka;

import org.jspecify.annotations.NullMarked;

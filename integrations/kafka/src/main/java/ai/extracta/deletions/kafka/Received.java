package ai.extracta.deletions.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as it arrives.
 *
 * @param deliveries how often the broker has delivered it, with this time; 1 if the broker does not count
 * @param isRedelivered whether some worker may have executed it before
 */
record Received(ConsumerRecord<byte[], byte[]> record, int deliveries, boolean isRedelivered) {}

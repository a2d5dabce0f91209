package ai.extracta.deletions.audit;

/** Where a message is in the topic of requests. */
record Position(int partition, long offset) {}

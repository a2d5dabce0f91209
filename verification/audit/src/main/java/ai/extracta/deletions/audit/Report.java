package ai.extracta.deletions.audit;

/**
 * What the SDK said about one deletion.
 *
 * @param reported how the call ended for its caller
 * @param patient whether the caller gave it all the time it needs
 * @param attempts how many attempts the SDK says it made, or for a cancelled call the transport heard of
 * @param mayHaveSent how many times the transport may have sent the request by the time the call ended
 */
record Report(Reported reported, boolean patient, int attempts, int mayHaveSent) {}

package ai.extracta.deletions.error;

/**
 * Whether a deletion without a receipt happened. Declared from best to worst: the greatest outcome of all attempts
 * counts.
 *
 * @since 0.1.0
 */
public enum Outcome {
    /**
     * It did not happen: no byte of the request left this process, or the server said that it did not process what it
     * received (HTTP/2, RFC 9113 section 8.7). Retrying is safe.
     */
    NOT_SENT,
    /**
     * The server responded and did not delete. {@link DeletionException#isRetryable()} says whether the same call can
     * succeed later, as after a 429, or whether something must be corrected first.
     */
    REFUSED,
    /** It may or may not have happened. Deletions are idempotent: a retry resolves it. */
    UNKNOWN
}

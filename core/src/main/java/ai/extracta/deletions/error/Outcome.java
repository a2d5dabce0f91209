package ai.extracta.deletions.error;

/**
 * Whether a deletion that did not end with a receipt happened. Declared from the best to the worst: of several attempts the
 * greatest counts.
 *
 * @since 0.1.0
 */
public enum Outcome {
    /** Certainly not: no byte of the request left this process. Asking again is safe. */
    NOT_SENT,
    /** The server answered and did not do it. Asking again changes nothing until the cause is mended. */
    REFUSED,
    /** It may or may not have happened. Deletions are idempotent: asking again settles it. */
    UNKNOWN
}

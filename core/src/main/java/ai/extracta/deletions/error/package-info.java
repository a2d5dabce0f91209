/**
 * How a deletion fails, and whether it happened nevertheless.
 *
 * <p>Every call that ends without a receipt ends with a {@link ai.extracta.deletions.error.DeletionException}. Its
 * {@link ai.extracta.deletions.error.Outcome} says what is known about the deletion; its type says what happened: the
 * server {@linkplain ai.extracta.deletions.error.ResponseException responded}, there was
 * {@linkplain ai.extracta.deletions.error.TransportFailedException no complete response}, or the SDK
 * {@linkplain ai.extracta.deletions.error.CallRejectedException did not send}.
 */
@NullMarked
package ai.extracta.deletions.error;

import org.jspecify.annotations.NullMarked;

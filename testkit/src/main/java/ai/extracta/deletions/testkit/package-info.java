/**
 * What tests need: a simulator of the Extracta.ai deletion API, and the contracts of transports and ledgers.
 *
 * <p>{@link ai.extracta.deletions.testkit.ExtractaSimulator} has the three endpoints on a real socket, with state.
 * {@link ai.extracta.deletions.testkit.Answer} and {@link ai.extracta.deletions.testkit.Chaos} make it misbehave.
 * Extend {@link ai.extracta.deletions.testkit.HttpTransportContract} to test a transport of your own,
 * and {@link ai.extracta.deletions.testkit.DeletionLedgerContract} to test a ledger.
 */
@NullMarked
package ai.extracta.deletions.testkit;

import org.jspecify.annotations.NullMarked;

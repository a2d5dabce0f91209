package ai.extracta.deletions.ledger;

import java.io.IOException;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Decodes the lines of a file in their order. */
abstract sealed class RecordDecoder permits Version1Decoder, Version2Decoder {

    /** Returns empty if the line is not a valid record. Unknown members are ignored. */
    final Optional<LedgerRecord> decode(byte[] line) {
        try {
            return Optional.of(decodeValid(line));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    abstract int version();

    /** Fails with an {@link IllegalArgumentException} if it is not a record. */
    abstract LedgerRecord decodeValid(byte[] line) throws IOException;
}

package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.ledger.Ledgers.deleted;
import static ai.extracta.deletions.ledger.Ledgers.failed;
import static ai.extracta.deletions.ledger.Ledgers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Random histories, damaged at every byte. */
class LedgerHistoryTest {

    private static final DeletionRequest[] REQUESTS = {
        new DeleteBatch("c", "b"),
        new DeleteFiles("c", "b", List.of("ä", "f")),
        new DeleteFiles("c", "b", List.of("}\"]")),
    };

    private static final List<State> NOTHING = List.of(State.PENDING, State.PENDING, State.PENDING);

    private final Logger logger = (Logger) LoggerFactory.getLogger(FileLedger.class);

    @TempDir
    private Path folder;

    /** The acknowledged states at this file size. */
    private final TreeMap<Long, List<State>> known = new TreeMap<>();

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("job.ledger");
        logger.setLevel(Level.OFF); // one warning for each truncation
    }

    @AfterEach
    void restoreLogging() {
        logger.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void truncationAtAnyByteLeavesTheStatesAcknowledgedByThen(long seed) throws IOException {
        byte[] whole = write(seed);

        for (int size = 0; size <= whole.length; size++) {
            Map.Entry<Long, List<State>> acknowledged = known.floorEntry((long) size);
            MemoryFile cut = new MemoryFile(Arrays.copyOf(whole, size));
            assertThat(statesIn(cut))
                    .as("cut at byte %s", size)
                    .isEqualTo(acknowledged == null ? NOTHING : acknowledged.getValue());
            int kept = acknowledged == null
                    ? LedgerHeader.CURRENT.length
                    : acknowledged.getKey().intValue();
            assertThat(cut.bytes()).isEqualTo(Arrays.copyOf(whole, kept));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void aByteThatChangedIsNeverTakenForAnotherState(long seed) throws IOException {
        byte[] whole = write(seed);
        Random random = new Random(seed);

        for (int at = 0; at < whole.length; at++) {
            harmAndRead(whole, at, 1 + random.nextInt(255));
        }
    }

    /** In ASCII this bit distinguishes lower case from upper case. */
    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void aBitThatChangedIsNeverTakenForAnotherState(long seed) throws IOException {
        byte[] whole = write(seed);

        for (int at = 0; at < whole.length; at++) {
            harmAndRead(whole, at, 0x20);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void aByteThatBecameALineFeedIsNeverTakenForAnotherState(long seed) throws IOException {
        byte[] whole = write(seed);

        for (int at = 0; at < whole.length; at++) {
            if (whole[at] != '\n') {
                harmAndRead(whole, at, whole[at] ^ '\n');
            }
        }
    }

    private void harmAndRead(byte[] whole, int at, int bits) throws IOException {
        long lastRecord = known.lowerKey((long) whole.length);
        byte[] harmed = whole.clone();
        harmed[at] ^= (byte) bits;
        MemoryFile damaged = new MemoryFile(harmed);
        if (at < lastRecord) {
            assertThatThrownBy(() -> statesIn(damaged)).as("byte %s", at).isInstanceOf(IOException.class);
            assertThat(damaged.bytes()).isEqualTo(harmed);
        } else {
            assertThat(statesIn(damaged)).as("byte %s", at).isEqualTo(known.get(lastRecord));
        }
    }

    private static List<State> statesIn(MemoryFile file) throws IOException {
        LedgerIndex index = new LedgerIndex();
        LedgerLog.open(
                        Path.of("job.ledger"),
                        file,
                        record -> index.put(record.requests().hashes(), record.states()))
                .close();
        return index.get(HashedRequests.of(List.of(REQUESTS)).hashes());
    }

    private byte[] write(long seed) throws IOException {
        Random random = new Random(seed);
        try (FileLedger ledger = Ledgers.open(file)) {
            known.put(Files.size(file), NOTHING);
            recordCall(ledger, random);
            known.put(Files.size(file), Ledgers.states(ledger, REQUESTS));
            for (int i = 0; i < 5; i++) {
                record(ledger, random);
                known.put(Files.size(file), Ledgers.states(ledger, REQUESTS));
            }
        }
        return Files.readAllBytes(file);
    }

    /** The second record names the call of the first one. */
    private void recordCall(FileLedger ledger, Random random) throws IOException {
        Ledgers.begin(ledger, REQUESTS[1], REQUESTS[2]);
        known.put(Files.size(file), Ledgers.states(ledger, REQUESTS));
        Ledgers.finish(ledger, randomResult(REQUESTS[1], random), randomResult(REQUESTS[2], random));
    }

    private static void record(FileLedger ledger, Random random) {
        DeletionRequest request = REQUESTS[random.nextInt(REQUESTS.length)];
        if (random.nextInt(3) == 0) {
            Ledgers.begin(ledger, request, REQUESTS[0]);
        } else {
            Ledgers.finish(ledger, randomResult(request, random));
        }
    }

    private static DeletionResult randomResult(DeletionRequest request, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> deleted(request);
            case 1 -> refused(request, 404);
            case 2 -> refused(request, 429);
            default -> failed(request, Outcome.UNKNOWN, 500);
        };
    }
}

package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionResult;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories with far more ids in calls without results than are kept. */
class OpenCallsPropertiesTest {

    private static final int STEPS = 300;
    private static final int MAX_IDS_OF_A_CALL = OpenCalls.MAX_IDS / 10;

    private final List<List<DeletionRequest>> begun = new ArrayList<>();
    private final RecordDecoder reader = new Version2Decoder();
    private OpenCalls writer = new OpenCalls();
    private int named;
    private int repeated;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aReaderKnowsEveryCallThatAWriterNamesAlsoOneThatIsReopened(long seed) {
        Random random = new Random(seed);
        for (int step = 1; step <= STEPS; step++) {
            if (random.nextInt(40) == 0) {
                writer = new OpenCalls();
            }
            if (begun.isEmpty() || random.nextInt(3) > 0) {
                begin(step, random);
            } else {
                finish(begun.get(random.nextInt(begun.size())), random);
            }
        }

        assertThat(named).isGreaterThan(5);
        assertThat(repeated).isGreaterThan(5);
    }

    private void begin(int number, Random random) {
        List<DeletionRequest> requests = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> files("b-" + number + "-" + i, 1 + random.nextInt(MAX_IDS_OF_A_CALL / 3)))
                .toList();
        begun.add(requests);
        read(LedgerUpdate.begin(number, requests));
    }

    private static DeletionRequest files(String batch, int count) {
        return new DeleteFiles(
                "c", batch, IntStream.range(0, count).mapToObj(i -> "f-" + i).toList());
    }

    /** Of all requests of a call, or of some. */
    private void finish(List<DeletionRequest> call, Random random) {
        List<DeletionRequest> requests = random.nextInt(4) > 0 ? call : call.subList(0, 1);
        List<DeletionResult> results =
                requests.stream().<DeletionResult>map(Ledgers::deleted).toList();
        String line = read(LedgerUpdate.finish(results));
        if (line.contains("\"call\":")) {
            named++;
        } else {
            repeated++;
        }
    }

    private String read(LedgerUpdate update) {
        EncodedRecord record = update.encode(writer);
        String line = new String(record.line(), StandardCharsets.UTF_8);
        assertThat(reader.decode(record.line())).as(line.substring(0, 80)).hasValueSatisfying(read -> {
            assertThat(read.requests().requests()).isEqualTo(record.requests().requests());
            assertThat(read.requests().hashes()).isEqualTo(record.requests().hashes());
        });
        return line;
    }
}

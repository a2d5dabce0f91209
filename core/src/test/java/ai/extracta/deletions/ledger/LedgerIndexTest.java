package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.bulk.DeletionLedger.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerIndexTest {

    private static final State[] STATES = State.values();

    private final LedgerIndex index = new LedgerIndex();
    private final Random random = new Random(7);

    @Test
    void itBehavesLikeAMap() {
        Map<RequestHash, State> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            RequestHash request = aRequestOfMany(30_000);
            assertThat(index.get(request)).isEqualTo(model.getOrDefault(request, State.PENDING));
            State state = STATES[random.nextInt(STATES.length)];
            index.put(request, state);
            model.merge(request, state, (before, now) -> before == State.DELETED ? before : now);
        }

        assertThat(model)
                .allSatisfy((request, state) -> assertThat(index.get(request)).isEqualTo(state));
    }

    @Test
    void collidingRequestsAreKeptApart() {
        RequestHash first = new RequestHash(256, 4);
        RequestHash second = new RequestHash(256, 8);
        RequestHash third = new RequestHash(512, 4);

        index.put(first, State.DELETED);
        index.put(second, State.REFUSED);

        assertThat(index.get(first)).isEqualTo(State.DELETED);
        assertThat(index.get(second)).isEqualTo(State.REFUSED);
        assertThat(index.get(third)).isEqualTo(State.PENDING);
    }

    @Test
    void aRequestTakesFortyBytesAtMostHoweverManyThereAre() {
        for (int size = 1; size <= 1_000_000; size++) {
            index.put(new RequestHash(random.nextLong(), random.nextLong() & ~3L), State.DELETED);
            if (size % 50_000 == 0) {
                assertThat(index.bytes() / size).as("bytes each of %s", size).isBetween(16L, 40L);
            }
        }
    }

    @Test
    void anEmptyOneTakesNothing() {
        assertThat(index.bytes()).isZero();
    }

    private RequestHash aRequestOfMany(int many) {
        Random ofOne = new Random(random.nextInt(many));
        return new RequestHash(ofOne.nextLong(), ofOne.nextLong() & ~3L);
    }
}

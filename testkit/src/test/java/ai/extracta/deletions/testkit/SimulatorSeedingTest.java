package ai.extracta.deletions.testkit;

import static ai.extracta.deletions.testkit.SimulatorClient.classification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.extracta.deletions.testkit.ExtractaSimulator.Batch;
import ai.extracta.deletions.testkit.ExtractaSimulator.Classification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatorSeedingTest {

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @Test
    void seedsIdsThatCanBeRead() {
        assertThat(simulator.seed(1, 2, 2))
                .containsExactly(new Classification(
                        "cls-1",
                        List.of(
                                new Batch("cls-1-batch-1", List.of("cls-1-batch-1-file-1", "cls-1-batch-1-file-2")),
                                new Batch("cls-1-batch-2", List.of("cls-1-batch-2-file-1", "cls-1-batch-2-file-2")))));
    }

    @Test
    void addsToWhatIsThere() {
        List<Classification> all = new ArrayList<>(simulator.seed(2, 1, 1));
        all.addAll(simulator.seed(1, 0, 0));

        assertThat(simulator.classifications()).isEqualTo(all);
        assertThat(all).extracting(Classification::classificationId).containsExactly("cls-1", "cls-2", "cls-3");
    }

    @Test
    void neverGivesTheIdOfADeletedClassificationAgain() throws IOException {
        simulator.seed(1, 0, 0);
        new SimulatorClient(simulator).delete("deleteClassification", classification("cls-1"));

        assertThat(simulator.seed(1, 0, 0))
                .extracting(Classification::classificationId)
                .containsExactly("cls-2");
    }

    @Test
    void skipsIdsThatWereAddedExplicitly() {
        simulator.add(new Classification("cls-1", List.of()));

        assertThat(simulator.seed(1, 0, 0))
                .extracting(Classification::classificationId)
                .containsExactly("cls-2");
    }

    @Test
    void refusesNegativeNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> simulator.seed(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> simulator.seed(0, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> simulator.seed(0, 0, -1));
    }

    @Test
    void refusesAClassificationThatIsThereAlready() {
        Classification twice = new Classification("c", List.of());
        simulator.add(twice);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.add(twice))
                .withMessageContaining("there is a classification c already");
    }

    @Test
    void refusesIdsThatCouldNotBeFoundAgain() {
        Batch batch = new Batch("b", List.of());
        assertThatIllegalArgumentException().isThrownBy(() -> new Classification(" ", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Classification("c", List.of(batch, batch)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Batch("", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Batch("b", List.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Batch("b", List.of("f", "f")));
        assertThatNullPointerException().isThrownBy(() -> new Classification(null, List.of()));
    }

    @Test
    void takesASnapshotThatStaysAsItIs() throws IOException {
        List<Classification> seeded = simulator.seed(1, 1, 1);
        List<Classification> snapshot = simulator.classifications();

        new SimulatorClient(simulator).delete("deleteClassification", classification("cls-1"));

        assertThat(snapshot).isEqualTo(seeded);
        assertThat(simulator.classifications()).isEmpty();
    }
}

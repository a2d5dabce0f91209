package ai.extracta.deletions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryJournalTest {

    @TempDir
    Path folder;

    @Test
    void whatOneProcessNotesAnotherOneReadsOnce() throws IOException {
        Path file = folder.resolve("journal");
        try (DeliveryJournal writer = DeliveryJournal.open(file);
                DeliveryJournal reader = DeliveryJournal.open(file)) {
            assertThat(reader.readAdded()).isEmpty();
            writer.delivered(3);
            writer.delivered(12);
            assertThat(reader.readAdded()).containsExactly(3, 12);
            writer.delivered(3);
            assertThat(reader.readAdded()).containsExactly(3);
            assertThat(reader.readAdded()).isEmpty();
        }
    }

    @Test
    void anIncompleteLineIsReadWhenItIsComplete() throws IOException {
        Path file = folder.resolve("journal");
        Files.writeString(file, "3\n1");
        try (DeliveryJournal reader = DeliveryJournal.open(file)) {
            assertThat(reader.readAdded()).containsExactly(3);
            Files.writeString(file, "2\n", StandardOpenOption.APPEND);
            assertThat(reader.readAdded()).containsExactly(12);
        }
    }
}

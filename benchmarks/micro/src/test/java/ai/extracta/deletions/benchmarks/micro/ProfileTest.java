package ai.extracta.deletions.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {

    @Test
    void aRecordingOfCallsSaysWhatTheyAllocatedByPart(@TempDir Path folder) throws IOException {
        try (ClassificationDeletions deletions =
                Clients.over(new InMemoryTransport()).build()) {
            ClosedLoop loop = new ClosedLoop(deletions, 1);

            Profile profile = Profile.of(() -> loop.runFor(Duration.ofSeconds(2)), folder.resolve("calls.jfr"));

            assertThat(profile.table())
                    .contains("encoding", "decoding", "system calls", "the JVM itself", "sum", "calls,");
        }
    }
}

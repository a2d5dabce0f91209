package ai.extracta.deletions.ledger;

import static ai.extracta.deletions.bulk.DeletionLedger.State.PENDING;
import static ai.extracta.deletions.bulk.DeletionLedger.State.STARTED;
import static ai.extracta.deletions.ledger.Ledgers.BATCH;
import static ai.extracta.deletions.ledger.Ledgers.CLASSIFICATION;
import static ai.extracta.deletions.ledger.Ledgers.FILES;
import static ai.extracta.deletions.ledger.Ledgers.LIMIT;
import static ai.extracta.deletions.ledger.Ledgers.begin;
import static ai.extracta.deletions.ledger.Ledgers.states;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Other programs that change the file, other code that interrupts or blocks the ledger's threads. */
class LedgerInterferenceTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("job.ledger");
    }

    @Test
    void aFileThatIsDeletedIsNoticedAtTheNextWrite() throws IOException {
        try (FileLedger ledger = Ledgers.open(file)) {
            Files.delete(file);

            assertFails(ledger, "it was deleted, moved or renamed while it was open");
        }
    }

    @Test
    void aFileThatIsReplacedIsNoticedAtTheNextWrite() throws IOException {
        try (FileLedger ledger = Ledgers.open(file)) {
            Path copy = Files.copy(file, folder.resolve("copy"));
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);

            assertFails(ledger, "it was replaced by another file while it was open");
            assertThat(file).hasBinaryContent(LedgerHeader.CURRENT);
        }
    }

    @Test
    void aFileThatIsTruncatedIsNoticedAtTheNextWrite() throws IOException {
        try (FileLedger ledger = Ledgers.open(file)) {
            begin(ledger, FILES);
            long size = Files.size(file);
            try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
                other.truncate(7);
            }

            assertFails(
                    ledger, "it was truncated by another program while it was open: it has 7 bytes instead of " + size);
            assertThat(file).hasSize(7);
        }
    }

    @Test
    void aFileThatAnotherProgramWroteToIsNoticedAtTheNextWrite() throws IOException {
        try (FileLedger ledger = Ledgers.open(file)) {
            Files.writeString(file, "more", StandardOpenOption.APPEND);

            assertFails(ledger, "something was added to it by another program while it was open: ");
            assertThat(Files.readString(file)).endsWith("more");
        }
    }

    private static void assertFails(FileLedger ledger, String reason) {
        for (int i = 0; i < 2; i++) {
            StepVerifier.create(ledger.begin(List.of(BATCH)))
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(UncheckedIOException.class)
                            .hasMessageContaining("job.ledger cannot be written: " + reason))
                    .verify(LIMIT);
        }
        assertThat(states(ledger, BATCH)).containsExactly(PENDING);
    }

    @Test
    void lineFeedsThatWereConvertedAreNamed() throws IOException {
        Ledgers.open(file).close();
        byte[] converted = Files.readString(file).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);

        assertRefused(converted, "its lines end in CR LF instead of LF");
    }

    @Test
    void aByteOrderMarkIsNamed() throws IOException {
        Ledgers.open(file).close();
        byte[] marked = ("\ufeff" + Files.readString(file)).getBytes(StandardCharsets.UTF_8);

        assertRefused(marked, "it begins with a byte order mark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void anotherEncodingIsNamed(String charset) throws IOException {
        Ledgers.open(file).close();
        byte[] encoded = Files.readString(file).getBytes(Charset.forName(charset));

        assertRefused(encoded, "it is UTF-16 instead of UTF-8");
        assertRefused(("\ufeff" + Files.readString(file)).getBytes(StandardCharsets.UTF_8), "byte order mark");
    }

    private void assertRefused(byte[] content, String problem) throws IOException {
        byte[] before = Files.readAllBytes(file);
        Files.write(file, content);

        assertThatThrownBy(() -> FileLedger.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("job.ledger is a deletion ledger that a program has converted: ")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("It was not changed.");
        assertThat(file).hasBinaryContent(content);
        Files.write(file, before);
    }

    @Test
    void anInterruptOfItsThreadIsIgnored() {
        try (FileLedger ledger = Ledgers.open(file)) {
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("extracta-deletions-ledger"))
                    .forEach(Thread::interrupt);

            begin(ledger, FILES);

            assertThat(states(ledger, FILES)).containsExactly(STARTED);
        }
    }

    @Test
    void openingOnAnInterruptedThreadFailsWithThatReason() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> FileLedger.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the thread that read the ledger " + file + " was interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        Ledgers.open(file).close();
    }

    @Test
    void exportingOnAnInterruptedThreadFailsWithThatReason() {
        Ledgers.open(file).close();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> FileLedger.export(file, new StringBuilder()))
                    .hasMessage("the thread that read the ledger " + file + " was interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aSubscriberThatBlocksDelaysNeitherTheWriterNorOthers() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        try (FileLedger ledger = Ledgers.open(file)) {
            ledger.begin(List.of(FILES)).subscribe(nothing -> {}, failure -> {}, () -> {
                blocked.countDown();
                while (!released.get()) {
                    Thread.onSpinWait();
                }
            });
            blocked.await();

            begin(ledger, BATCH);
            begin(ledger, CLASSIFICATION);
            assertThat(states(ledger, FILES, BATCH, CLASSIFICATION)).containsOnly(STARTED);

            released.set(true);
        }
    }

    @Test
    void blockingOnItsThreadsFailsAtOnce() {
        try (FileLedger ledger = Ledgers.open(file)) {
            StepVerifier.create(ledger.begin(List.of(FILES)).then(Mono.fromCallable(() -> ledger.begin(List.of(BATCH))
                            .block(LIMIT))))
                    .expectErrorSatisfies(failure ->
                            assertThat(failure).hasMessageContaining("blocking").hasMessageContaining("not supported"))
                    .verify(LIMIT);
        }
    }

    @Test
    void noThreadIsLeftAfterClosing() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 50; i++) {
            FileLedger ledger = Ledgers.open(file);
            begin(ledger, FILES);
            begin(ledger, BATCH);

            ledger.close();

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("extracta-deletions-ledger"));
        }
    }
}

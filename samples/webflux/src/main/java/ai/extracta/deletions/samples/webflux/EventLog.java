package ai.extracta.deletions.samples.webflux;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The events of an erasure in a file, one per line, which any number of readers follow at their own pace. The id of an
 * event is the position in the file behind it, so a reader continues where it was, also after a restart.
 */
final class EventLog implements AutoCloseable {

    /** An event, as JSON without line feed. */
    record Entry(long id, String json) {}

    private final Path file;
    private final FileChannel channel;
    private final Sinks.Many<Long> size = Sinks.many().replay().latest();

    private EventLog(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        publishSize();
    }

    /** Opens a log to append to. An incomplete last line, as a crash of the machine leaves it, is removed. */
    static EventLog open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.truncate(endOfLastLine(file, channel.size()));
        channel.position(channel.size());
        return new EventLog(file, channel);
    }

    /** Opens a log that is complete. */
    static EventLog openCompleted(Path file) throws IOException {
        EventLog log = new EventLog(file, FileChannel.open(file, StandardOpenOption.READ));
        log.close();
        return log;
    }

    private static long endOfLastLine(Path file, long size) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long end = size;
            while (end > 0 && !endsLine(bytes, end)) {
                end--;
            }
            return end;
        }
    }

    private static boolean endsLine(RandomAccessFile bytes, long position) throws IOException {
        bytes.seek(position - 1);
        return bytes.read() == '\n';
    }

    synchronized void append(ErasureEvent event) {
        ByteBuffer line = StandardCharsets.UTF_8.encode(event.toJson() + "\n");
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            publishSize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publishSize() throws IOException {
        size.tryEmitNext(channel.size()).orThrow();
    }

    /**
     * Cold. Emits all events after one, and new ones until the log is closed. Reads on a thread that may block.
     *
     * @param after the id of an event; anything else means from the first
     */
    Flux<Entry> readAfter(long after) {
        return Flux.defer(() -> {
            Cursor cursor = new Cursor(after);
            return size.asFlux().onBackpressureLatest().concatMap(cursor::readUntil, 1);
        });
    }

    /** No event follows: completes the readers. */
    @Override
    public synchronized void close() {
        size.tryEmitComplete();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Cursor {

        private long position;
        private boolean checked;

        Cursor(long position) {
            this.position = position;
        }

        Flux<Entry> readUntil(long end) {
            return Flux.<Entry, InputStream>generate(
                            () -> openAt(end),
                            (in, sink) -> {
                                if (position >= end) {
                                    sink.complete();
                                } else {
                                    sink.next(next(in));
                                }
                                return in;
                            },
                            Cursor::close)
                    .subscribeOn(Schedulers.boundedElastic());
        }

        private InputStream openAt(long end) throws IOException {
            if (!checked) {
                position = isEventId(position, end) ? position : 0;
                checked = true;
            }
            InputStream in = Files.newInputStream(file);
            in.skipNBytes(Math.min(position, end));
            return new BufferedInputStream(in);
        }

        private boolean isEventId(long id, long end) throws IOException {
            if (id < 1 || id > end) {
                return false;
            }
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
                return endsLine(bytes, id);
            }
        }

        private Entry next(InputStream in) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            try {
                for (int read = in.read(); read != '\n'; read = in.read()) {
                    line.write(read);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            position += line.size() + 1L;
            return new Entry(position, line.toString(StandardCharsets.UTF_8));
        }

        private static void close(InputStream in) {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

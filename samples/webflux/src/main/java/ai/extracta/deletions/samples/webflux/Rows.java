package ai.extracta.deletions.samples.webflux;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The rows of an erasure in a file, one per line; blank lines are none. */
final class Rows {

    /** A row as it was received, and its number, from 1. */
    record Row(long number, String json) {}

    private static final JsonFactory JSON = new JsonFactory();

    private Rows() {}

    /**
     * Copies a JSON array, or a single value, to a file with one row for each element. Elements are copied as they are:
     * a member that is repeated stays so, and the row is refused later.
     */
    static void copyJson(Path upload, Path target) throws IOException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), upload);
                BufferedWriter lines = Files.newBufferedWriter(target)) {
            JsonToken first = parser.nextToken();
            boolean array = first == JsonToken.START_ARRAY;
            for (JsonToken next = array ? parser.nextToken() : first;
                    next != null && next != JsonToken.END_ARRAY;
                    next = parser.nextToken()) {
                lines.write(copyValue(parser));
                lines.newLine();
            }
            if (array && parser.nextToken() != null) {
                throw new IllegalArgumentException("the array is followed by something else");
            }
        }
    }

    private static String copyValue(JsonParser parser) {
        StringWriter row = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), row)) {
            generator.copyCurrentStructure(parser);
        }
        return row.toString();
    }

    /** Counts the rows of a file, which fails unless it is UTF-8. */
    static long count(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank()).count();
        }
    }

    /** Moves a file in one step, after its content is durable. */
    static void publish(Path from, Path to) throws IOException {
        try (FileChannel channel = FileChannel.open(from, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Cold. Reads as fast as rows are requested, on a thread that may block. */
    static Flux<Row> read(Path file) {
        return Flux.<Row, Reader>generate(
                        () -> new Reader(Files.newBufferedReader(file)),
                        (reader, sink) -> reader.emitNext(sink),
                        Reader::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static final class Reader {

        private final BufferedReader lines;
        private long number;

        Reader(BufferedReader lines) {
            this.lines = lines;
        }

        Reader emitNext(SynchronousSink<Row> sink) {
            try {
                String line = nextLine();
                while (line != null && line.isBlank()) {
                    line = nextLine();
                }
                if (line == null) {
                    sink.complete();
                } else {
                    sink.next(new Row(number, line));
                }
            } catch (IOException e) {
                sink.error(e);
            }
            return this;
        }

        private @Nullable String nextLine() throws IOException {
            number++;
            return lines.readLine();
        }

        void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

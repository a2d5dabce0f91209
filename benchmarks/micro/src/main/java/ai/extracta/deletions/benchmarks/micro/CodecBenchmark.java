package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.internal.protocol.DeletionCodec;
import ai.extracta.deletions.internal.protocol.ResponseBody;
import ai.extracta.deletions.model.DeleteFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Requests to JSON, and the documented answer to what it says. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {

    private final DeleteFiles oneFile = Requests.ofFiles(1);
    private final DeleteFiles hundredFiles = Requests.ofFiles(100);
    private final ByteBuffer response = DocumentedResponse.bytes();

    @Benchmark
    public ByteBuffer encodeOneId() {
        return DeletionCodec.encode(oneFile);
    }

    @Benchmark
    public ByteBuffer encodeHundredIds() {
        return DeletionCodec.encode(hundredFiles);
    }

    @Benchmark
    public ResponseBody decode() {
        return DeletionCodec.decode(response, StandardCharsets.UTF_8);
    }
}

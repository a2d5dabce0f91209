package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.internal.protocol.DeletionCodec;
import ai.extracta.deletions.internal.protocol.ResponseBody;
import ai.extracta.deletions.model.DeleteFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/** Encodes requests and decodes the documented response. */
public class CodecBenchmark extends CoreBenchmark {

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

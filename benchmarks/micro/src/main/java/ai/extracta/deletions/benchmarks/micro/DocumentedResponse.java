package ai.extracta.deletions.benchmarks.micro;

import ai.extracta.deletions.transport.Headers;
import ai.extracta.deletions.transport.TransportResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The response to a successful deletion in the API documentation. */
final class DocumentedResponse {

    static final String JSON = """
            {
                "status": "success",
                "message": "Batch deleted"
            }
            """;

    private DocumentedResponse() {}

    static ByteBuffer bytes() {
        return ByteBuffer.wrap(JSON.getBytes(StandardCharsets.UTF_8));
    }

    static TransportResponse response() {
        return new TransportResponse(
                200,
                Headers.of(
                        "Content-Type",
                        "application/json; charset=utf-8",
                        "Content-Length",
                        String.valueOf(JSON.length()),
                        "Connection",
                        "keep-alive"),
                bytes());
    }
}

package ai.extracta.deletions.samples.webflux;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/** Fails with status 413 where a body gets too large. */
final class UploadLimit {

    private UploadLimit() {}

    static Flux<DataBuffer> apply(Flux<DataBuffer> body, DataSize max) {
        return Flux.defer(() -> {
            AtomicLong total = new AtomicLong();
            return body.<DataBuffer>handle((buffer, sink) -> {
                if (total.addAndGet(buffer.readableByteCount()) > max.toBytes()) {
                    DataBufferUtils.release(buffer);
                    sink.error(tooLarge(max));
                } else {
                    sink.next(buffer);
                }
            });
        });
    }

    private static ResponseStatusException tooLarge(DataSize max) {
        return new ResponseStatusException(
                HttpStatusCode.valueOf(413),
                "The body has more than " + max.toBytes() + " bytes. Nothing was deleted. Send it in parts.");
    }
}

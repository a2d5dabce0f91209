package ai.extracta.deletions;

import ai.extracta.deletions.internal.protocol.DeletionCodec;
import ai.extracta.deletions.internal.transport.LibraryRequirement;
import ai.extracta.deletions.model.DeleteBatch;
import java.nio.charset.StandardCharsets;

/**
 * Detects library versions that do not fit when a client is built, because a LinkageError during a call would look like
 * a failure of that call.
 */
final class LibraryCheck {

    private static final ClassLoader LOADER = LibraryCheck.class.getClassLoader();

    private static final LibraryRequirement REACTOR = new LibraryRequirement(
            "Reactor Core",
            "io.projectreactor:reactor-core 3.7 or later",
            "reactor.core.publisher.MonoSink",
            "contextView");

    private static final LibraryRequirement JACKSON = new LibraryRequirement(
            "Jackson",
            "com.fasterxml.jackson.core:jackson-databind 2.18 or later (2.x)",
            "com.fasterxml.jackson.core.JsonFactory",
            "createParser");

    private LibraryCheck() {}

    static void run() {
        REACTOR.check(LOADER);
        JACKSON.check(LOADER);
        try {
            DeletionCodec.decode(DeletionCodec.encode(new DeleteBatch("c", "b")), StandardCharsets.UTF_8);
        } catch (LinkageError e) {
            throw JACKSON.mismatch(LOADER, e);
        }
    }
}

package ai.extracta.deletions.testkit;

import java.io.IOException;

/** The request cannot be processed; the connection is closed after a response with this status. */
final class MalformedRequestException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    MalformedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}

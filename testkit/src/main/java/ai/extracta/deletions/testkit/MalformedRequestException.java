package ai.extracta.deletions.testkit;

import java.io.IOException;

/** What arrived is no request that can be answered in the normal way; the connection ends after this status. */
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

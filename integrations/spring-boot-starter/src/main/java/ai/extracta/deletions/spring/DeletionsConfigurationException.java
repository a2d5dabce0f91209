package ai.extracta.deletions.spring;

import org.jspecify.annotations.Nullable;

/** The application cannot start as it is configured. The message says what is wrong, never the key. */
final class DeletionsConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String action;

    DeletionsConfigurationException(String message, String action) {
        this(message, action, null);
    }

    DeletionsConfigurationException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** {@return what to do} */
    String action() {
        return action;
    }
}

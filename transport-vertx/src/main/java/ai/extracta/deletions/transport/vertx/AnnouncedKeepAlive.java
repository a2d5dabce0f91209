package ai.extracta.deletions.transport.vertx;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps Vert.x from keeping an idle connection as long as the server announces in {@code keep-alive: timeout=N}: that
 * may be longer than allowed, and a request sent at its end meets a connection that the server is closing. Vert.x reads
 * the header when the response ends; until then it shows another one.
 */
final class AnnouncedKeepAlive {

    private static final String KEEP_ALIVE = "keep-alive";
    private static final String CONNECTION = "connection";
    private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*\"?(\\d{1,9})");

    /** A request needs some time to reach the server, and Vert.x counts in seconds. */
    private static final int MARGIN_SECONDS = 1;

    private static final AnnouncedKeepAlive NONE = new AnnouncedKeepAlive("", "");

    private final String announced;
    private final String connection;

    private AnnouncedKeepAlive(String announced, String connection) {
        this.announced = announced;
        this.connection = connection;
    }

    /** Called with the headers of a response before it ends. */
    static AnnouncedKeepAlive hide(MultiMap headers, Duration maxIdleTime) {
        String announced = headers.get(KEEP_ALIVE);
        if (announced == null) {
            return NONE;
        }
        String connection = headers.get(CONNECTION);
        limit(headers, announced, (int) maxIdleTime.toSeconds());
        return new AnnouncedKeepAlive(announced, connection == null ? "" : connection);
    }

    private static void limit(MultiMap headers, String announced, int maxIdleSeconds) {
        Matcher matcher = TIMEOUT.matcher(announced);
        int seconds = matcher.find() ? Integer.parseInt(matcher.group(1)) - MARGIN_SECONDS : maxIdleSeconds;
        if (seconds > 0) {
            headers.set(KEEP_ALIVE, "timeout=" + Math.min(seconds, maxIdleSeconds));
        } else {
            headers.remove(KEEP_ALIVE); // to Vert.x, 0 means for ever
            headers.set(CONNECTION, "close");
        }
    }

    /** Called when the response has ended. */
    void restore(MultiMap headers) {
        if (this != NONE) {
            headers.set(KEEP_ALIVE, announced);
            if (connection.isEmpty()) {
                headers.remove(CONNECTION);
            } else {
                headers.set(CONNECTION, connection);
            }
        }
    }
}

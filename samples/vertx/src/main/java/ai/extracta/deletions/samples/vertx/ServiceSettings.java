package ai.extracta.deletions.samples.vertx;

import ai.extracta.deletions.ApiKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of the service.
 *
 * @param apiKey the key of the server
 * @param baseUri the server
 * @param databaseUrl the JDBC URL of the store
 * @param port where the service listens, 0 for a free port
 * @param interval the time between scheduled runs
 * @param olderThan the age from which they erase a document
 */
record ServiceSettings(
        ApiKey apiKey, URI baseUri, String databaseUrl, int port, Duration interval, Duration olderThan) {

    private static final Duration MAX_AGE = Duration.ofDays(36_500);

    ServiceSettings {
        requireAge("olderThan", olderThan);
        if (interval.toMillis() <= 0) {
            throw new IllegalArgumentException("interval is " + interval + "; it must be at least a millisecond");
        }
    }

    /** Documents of any time are older than a negative age. */
    static Duration requireAge(String name, Duration age) {
        if (age.isNegative() || age.isZero() || age.compareTo(MAX_AGE) > 0) {
            throw new IllegalArgumentException(name + " is " + age + "; it must be positive, at most P36500D");
        }
        return age;
    }

    /** Whether a real server is named; half a name is an error rather than a simulator. */
    static boolean namesServer(Map<String, String> environment) {
        boolean hasKey = environment.containsKey(ApiKey.ENVIRONMENT_VARIABLE);
        boolean hasUrl = environment.containsKey("EXTRACTA_BASE_URL");
        if (hasKey != hasUrl) {
            throw new IllegalArgumentException("Set both EXTRACTA_API_KEY and EXTRACTA_BASE_URL to use a server,"
                    + " or neither to use a simulator.");
        }
        return hasKey;
    }

    static ServiceSettings forServer(Map<String, String> environment) {
        return of(
                ApiKey.fromEnvironment(),
                URI.create(environment.getOrDefault("EXTRACTA_BASE_URL", "")),
                fileUrl(Path.of(environment.getOrDefault("RETENTION_DATABASE", "retention"))),
                environment);
    }

    static ServiceSettings of(ApiKey apiKey, URI baseUri, String databaseUrl, Map<String, String> environment) {
        try {
            return new ServiceSettings(
                    apiKey,
                    baseUri,
                    databaseUrl,
                    Integer.parseInt(environment.getOrDefault("RETENTION_PORT", "8080")),
                    Duration.parse(environment.getOrDefault("RETENTION_INTERVAL", "PT1H")),
                    Duration.parse(environment.getOrDefault("RETENTION_OLDER_THAN", "P30D")));
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "RETENTION_PORT must be a number, RETENTION_INTERVAL and RETENTION_OLDER_THAN durations such as"
                            + " PT1H or P30D: " + e.getMessage(),
                    e);
        }
    }

    /** H2 must not close the database by itself when the process is told to stop: the last results come after that. */
    static String fileUrl(Path database) {
        return "jdbc:h2:file:" + database.toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE";
    }
}

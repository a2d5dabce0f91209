package ai.extracta.deletions.audit;

import ai.extracta.deletions.transport.HttpTransportProvider;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The command line of {@link CrashTestMain}. */
final class CrashTestOptions {

    static final String USAGE = """
            Usage: bin/crash-test [options]
            Kills a job that deletes with a ledger, again and again, starts it again, and compares what the ledger and the job say
            with what a simulator, in which everything goes wrong, really did.

              --kills N          how many, for each transport (200)
              --seed S           decides what is asked for, what goes wrong and when it is killed (1)
              --transport NAME   netty, vertx or all (all)
              --help             show this

            Exits with 0 if there is no violation, 1 if there is one, 2 if an option is wrong.""";

    private int kills = 200;
    private long seed = 1;
    private List<HttpTransportProvider> transports = AuditOptions.transports();
    private boolean help;

    private CrashTestOptions() {}

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException naming the first thing that is wrong
     */
    static CrashTestOptions parse(String... arguments) {
        CrashTestOptions options = new CrashTestOptions();
        Deque<String> remaining = new ArrayDeque<>(Arrays.asList(arguments));
        while (!remaining.isEmpty() && !options.help) {
            options.parseOption(remaining.removeFirst(), remaining);
        }
        return options;
    }

    boolean help() {
        return help;
    }

    int kills() {
        return kills;
    }

    long seed() {
        return seed;
    }

    List<String> transports() {
        return transports.stream().map(HttpTransportProvider::name).toList();
    }

    private void parseOption(String option, Deque<String> remaining) {
        switch (option) {
            case "--help", "-h" -> help = true;
            case "--kills" ->
                kills = Integer.parseInt(
                        AuditOptions.value(option, remaining, AuditOptions.COUNT, "a whole number from 1 to 999999999"));
            case "--seed" ->
                seed = Long.parseLong(
                        AuditOptions.value(option, remaining, AuditOptions.SEED, "a whole number of up to 18 digits"));
            case "--transport" -> transports = AuditOptions.transports(AuditOptions.value(option, remaining));
            default -> throw new IllegalArgumentException("there is no option " + option);
        }
    }
}

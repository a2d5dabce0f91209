package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.Audit.CallMode;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command line of {@link AuditMain}. */
final class AuditOptions {

    static final String USAGE = """
            Usage: bin/audit [options]
            Deletes on a simulator in which everything goes wrong, and compares what the SDK reports with what was done.

              --deletions N      how many, for each of the following (200000)
              --seed S           decides what goes wrong; the same seed leads to the same faults (1)
              --transport NAME   netty, vertx or all (all)
              --calls NAME       single, bulk or all (all): each deletion by itself, or all in one stream
              --policy NAME      safe, includingUnknown, none or all (all)
              --help             show this

            Exits with 0 if there is no violation, 1 if there is one, 2 if an option is wrong.""";

    private static final String ALL = "all";
    static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    static final Pattern SEED = Pattern.compile("-?[0-9]{1,18}");

    private int deletions = 200_000;
    private long seed = 1;
    private List<HttpTransportProvider> transports = transports();
    private List<CallMode> callModes = List.of(CallMode.values());
    private List<AuditedRetryPolicy> policies = List.of(AuditedRetryPolicy.values());
    private boolean help;

    private AuditOptions() {}

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException naming the first thing that is wrong
     */
    static AuditOptions parse(String... arguments) {
        AuditOptions options = new AuditOptions();
        Deque<String> remaining = new ArrayDeque<>(Arrays.asList(arguments));
        while (!remaining.isEmpty() && !options.help) {
            options.parseOption(remaining.removeFirst(), remaining);
        }
        return options;
    }

    boolean help() {
        return help;
    }

    int deletions() {
        return deletions;
    }

    long seed() {
        return seed;
    }

    /** One audit for each transport, way of calling and policy. */
    List<Audit> audits() {
        List<Audit> audits = new ArrayList<>();
        for (HttpTransportProvider transport : transports) {
            for (CallMode mode : callModes) {
                policies.forEach(policy -> audits.add(new Audit(transport, mode, policy, seed, deletions)));
            }
        }
        return audits;
    }

    private void parseOption(String option, Deque<String> remaining) {
        switch (option) {
            case "--help", "-h" -> help = true;
            case "--deletions" ->
                deletions = Integer.parseInt(value(option, remaining, COUNT, "a whole number from 1 to 999999999"));
            case "--seed" -> seed = Long.parseLong(value(option, remaining, SEED, "a whole number of up to 18 digits"));
            case "--transport" -> transports = transports(value(option, remaining));
            case "--calls" -> callModes = callModes(value(option, remaining));
            case "--policy" -> policies = policies(value(option, remaining));
            default -> throw new IllegalArgumentException("there is no option " + option);
        }
    }

    private static List<CallMode> callModes(String name) {
        List<CallMode> selected = Arrays.stream(CallMode.values())
                .filter(mode -> name.equals(ALL) || mode.toString().equals(name))
                .toList();
        if (selected.isEmpty()) {
            throw new IllegalArgumentException("there are no " + name + " calls; there are single and bulk");
        }
        return selected;
    }

    private static List<AuditedRetryPolicy> policies(String name) {
        return name.equals(ALL) ? List.of(AuditedRetryPolicy.values()) : List.of(AuditedRetryPolicy.named(name));
    }

    static List<HttpTransportProvider> transports(String name) {
        List<HttpTransportProvider> selected = transports().stream()
                .filter(transport -> name.equals(ALL) || transport.name().equals(name))
                .toList();
        if (selected.isEmpty()) {
            throw new IllegalArgumentException("there is no transport " + name + "; there are "
                    + transports().stream().map(HttpTransportProvider::name).collect(Collectors.joining(", ")));
        }
        return selected;
    }

    /** Every transport on the class path: one that is added later is audited like the others. */
    static List<HttpTransportProvider> transports() {
        return ServiceLoader.load(HttpTransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(HttpTransportProvider::name))
                .toList();
    }

    static String value(String option, Deque<String> remaining, Pattern allowed, String expected) {
        String value = value(option, remaining);
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(option + " needs " + expected + ", not " + value);
        }
        return value;
    }

    static String value(String option, Deque<String> remaining) {
        if (remaining.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return remaining.removeFirst();
    }
}

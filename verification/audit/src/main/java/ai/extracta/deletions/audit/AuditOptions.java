package ai.extracta.deletions.audit;

import ai.extracta.deletions.audit.Audit.Calls;
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

/** The command line of {@link AuditProgram}. */
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
    private List<Calls> calls = List.of(Calls.values());
    private List<Policy> policies = List.of(Policy.values());
    private boolean help;

    private AuditOptions() {}

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException naming the first thing that is wrong
     */
    static AuditOptions parse(String... arguments) {
        AuditOptions options = new AuditOptions();
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        while (!left.isEmpty() && !options.help) {
            options.take(left.removeFirst(), left);
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
            for (Calls way : calls) {
                policies.forEach(policy -> audits.add(new Audit(transport, way, policy, seed, deletions)));
            }
        }
        return audits;
    }

    private void take(String option, Deque<String> left) {
        switch (option) {
            case "--help", "-h" -> help = true;
            case "--deletions" ->
                deletions = Integer.parseInt(value(option, left, COUNT, "a whole number from 1 to 999999999"));
            case "--seed" -> seed = Long.parseLong(value(option, left, SEED, "a whole number of up to 18 digits"));
            case "--transport" -> transports = transports(value(option, left));
            case "--calls" -> calls = calls(value(option, left));
            case "--policy" -> policies = policies(value(option, left));
            default -> throw new IllegalArgumentException("there is no option " + option);
        }
    }

    private static List<Calls> calls(String name) {
        List<Calls> chosen = Arrays.stream(Calls.values())
                .filter(way -> name.equals(ALL) || way.toString().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("there are no " + name + " calls; there are single and bulk");
        }
        return chosen;
    }

    private static List<Policy> policies(String name) {
        return name.equals(ALL) ? List.of(Policy.values()) : List.of(Policy.named(name));
    }

    static List<HttpTransportProvider> transports(String name) {
        List<HttpTransportProvider> chosen = transports().stream()
                .filter(transport -> name.equals(ALL) || transport.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("there is no transport " + name + "; there are "
                    + transports().stream().map(HttpTransportProvider::name).collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    /** Every transport on the class path: one that is added later is audited like the others. */
    static List<HttpTransportProvider> transports() {
        return ServiceLoader.load(HttpTransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(HttpTransportProvider::name))
                .toList();
    }

    static String value(String option, Deque<String> left, Pattern allowed, String needed) {
        String value = value(option, left);
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(option + " needs " + needed + ", not " + value);
        }
        return value;
    }

    static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.removeFirst();
    }
}

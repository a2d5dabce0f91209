package ai.extracta.deletions.testkit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Pattern;

/** The command line of {@link SimulatorMain}, read in place. */
final class SimulatorOptions {

    static final String USAGE = """
            Usage: simulator [options]
            Serves the Extracta.ai deletion endpoints on 127.0.0.1 until stopped. The first line of standard output
            is one JSON object with baseUrl, apiKey and the classifications that are there to delete.

              --port N                   port to listen on; 0, the default, is a free one
              --seed-classifications N   how many classifications to start with (2)
              --batches N                how many batches in each classification (2)
              --files N                  how many files in each batch (3)
              --api-key K                the key to let in; a random one by default
              --unknown-id-status N      how to answer unknown ids: 404 (default) or 400
              --help                     show this""";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final ExtractaSimulator.Builder simulator = ExtractaSimulator.builder();
    private int classifications = 2;
    private int batches = 2;
    private int files = 3;
    private boolean help;

    private SimulatorOptions() {}

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException naming the first thing that is wrong
     */
    static SimulatorOptions parse(String... arguments) {
        SimulatorOptions options = new SimulatorOptions();
        Deque<String> remaining = new ArrayDeque<>(Arrays.asList(arguments));
        while (!remaining.isEmpty() && !options.help) {
            options.parseOption(remaining.removeFirst(), remaining);
        }
        return options;
    }

    boolean help() {
        return help;
    }

    ExtractaSimulator.Builder simulator() {
        return simulator;
    }

    void seed(ExtractaSimulator target) {
        target.seed(classifications, batches, files);
    }

    private void parseOption(String option, Deque<String> remaining) {
        switch (option) {
            case "--help", "-h" -> help = true;
            case "--port" -> simulator.port(number(option, remaining));
            case "--seed-classifications" -> classifications = number(option, remaining);
            case "--batches" -> batches = number(option, remaining);
            case "--files" -> files = number(option, remaining);
            case "--api-key" -> simulator.apiKey(value(option, remaining));
            case "--unknown-id-status" -> simulator.unknownIdStatus(number(option, remaining));
            default -> throw new IllegalArgumentException("there is no option " + option);
        }
    }

    private static int number(String option, Deque<String> remaining) {
        String value = value(option, remaining);
        if (!NUMBER.matcher(value).matches()) {
            throw new IllegalArgumentException(option + " needs a whole number of up to 9 digits, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static String value(String option, Deque<String> remaining) {
        if (remaining.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return remaining.removeFirst();
    }
}

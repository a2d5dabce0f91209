package ai.extracta.deletions.benchmarks.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/**
 * Runs a contender: executes each line of the input and responds with a line. Ends with the input, and so with its
 * parent.
 */
public final class ClientMain {

    private final IdleCost idleCost;
    private final Contender contender;

    private ClientMain(Function<Target, Contender> factory, Target target) {
        this.idleCost = new IdleCost(() -> factory.apply(target));
        this.contender = factory.apply(target);
    }

    /** Runs until the input ends, then ends the JVM. The first argument is the origin of the server. */
    public static void run(String[] arguments, Function<Target, Contender> factory) {
        int status = 1;
        try {
            PrintStream responses = System.out;
            System.setOut(System.err); // keeps other output out of the responses
            new ClientMain(factory, new Target(arguments[0])).execute(responses);
            status = 0;
        } catch (Exception e) {
            Thread main = Thread.currentThread();
            main.getUncaughtExceptionHandler().uncaughtException(main, e); // prints it
        }
        System.exit(status); // some peers leave non-daemon threads
    }

    private void execute(PrintStream responses) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            responses.println(execute(line.split(" ", -1)));
            responses.flush();
        }
        contender.close();
    }

    private String execute(String[] command) throws Exception {
        return switch (command[0]) {
            case "call" -> {
                contender.sendAndWait();
                yield "called";
            }
            case "load" ->
                new LoadProfile(intArgument(command, 1))
                        .run(contender, Duration.ofMillis(intArgument(command, 2)))
                        .toLine();
            case "create" -> Long.toString(idleCost.createAndClose(intArgument(command, 1)));
            case "hold" -> idleCost.hold(intArgument(command, 1));
            default -> throw new IOException("unknown command: " + String.join(" ", command));
        };
    }

    private static int intArgument(String[] command, int position) {
        return Integer.parseInt(command[position]);
    }
}

package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who is measured, in what class path, and beside which bare client. */
enum ContenderType {
    RAW_NETTY("sidebyside.RawNetty", ""),
    RAW_VERTX("sidebyside.RawVertx", ""),
    OURS_NETTY("sidebyside.Ours", "netty safe"),
    OURS_VERTX("sidebyside.Ours", "vertx safe"),
    OURS_NETTY_BARE("sidebyside.Ours", "netty none"),
    OURS_VERTX_BARE("sidebyside.Ours", "vertx none"),
    WEBCLIENT("peers.SpringWebClient", ""),
    AZURE_NETTY("peers.AzureNetty", ""),
    AZURE_VERTX("peers.AzureVertx", ""),
    AWS_NETTY("peers.AwsNetty", "");

    private static final String PACKAGE = "ai.extracta.deletions.benchmarks.";

    private final String mainClass;
    private final String arguments;

    ContenderType(String mainClass, String arguments) {
        this.mainClass = PACKAGE + mainClass;
        this.arguments = arguments;
    }

    static ContenderType named(String label) {
        return Arrays.stream(values())
                .filter(contender -> contender.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no '" + label + "'; there are " + labels()));
    }

    static String labels() {
        return Arrays.stream(values()).map(ContenderType::label).collect(Collectors.joining(", "));
    }

    /** The name in tables and files, and of a peer's module. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The bare client on the same HTTP library; for those with one of their own, Reactor Netty. */
    ContenderType baseline() {
        return label().contains("vertx") ? RAW_VERTX : RAW_NETTY;
    }

    /** Whether it has a class path of its own. */
    boolean isPeer() {
        return mainClass.startsWith(PACKAGE + "peers.");
    }

    String mainClass() {
        return mainClass;
    }

    /** What it is told besides the port. */
    List<String> arguments() {
        return arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1));
    }

    @Override
    public String toString() {
        return label();
    }
}

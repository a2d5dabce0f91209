package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The measured clients, each with its program and the bare client it is compared with. */
enum ContenderType {
    RAW_NETTY(RawNetty.class),
    RAW_VERTX(RawVertx.class),
    OURS_NETTY(SdkContender.class, "netty", "safe"),
    OURS_VERTX(SdkContender.class, "vertx", "safe"),
    BASE_NETTY(SdkContender.class, "netty", "safe"),
    BASE_VERTX(SdkContender.class, "vertx", "safe"),
    RAW_VERTX_TWO(TwoEventLoops.class),
    OURS_VERTX_TWO(TwoClients.class, "vertx", "safe"),
    OURS_NETTY_BARE(SdkContender.class, "netty", "none"),
    OURS_VERTX_BARE(SdkContender.class, "vertx", "none"),
    WEBCLIENT("SpringWebClient"),
    AZURE_NETTY("AzureNetty"),
    AZURE_VERTX("AzureVertx"),
    AWS_NETTY("AwsNetty"),
    RAW_NETTY_H2(RAW_NETTY),
    OURS_NETTY_H2(OURS_NETTY),
    WEBCLIENT_H2(WEBCLIENT),
    AWS_NETTY_H2(AWS_NETTY);

    private final String mainClass;
    private final boolean peer;
    private final @Nullable ContenderType http11;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> arguments;

    ContenderType(Class<?> mainClass, String... arguments) {
        this.mainClass = mainClass.getName();
        this.peer = false;
        this.arguments = List.of(arguments);
        this.http11 = null;
    }

    ContenderType(String peerClass) {
        this.mainClass = "ai.extracta.deletions.benchmarks.peers." + peerClass;
        this.peer = true;
        this.arguments = List.of();
        this.http11 = null;
    }

    /** The same over HTTP/2. */
    ContenderType(ContenderType http11) {
        this.mainClass = http11.mainClass;
        this.peer = http11.peer;
        this.arguments = http11.arguments;
        this.http11 = http11;
    }

    static ContenderType named(String label, List<ContenderType> available) {
        return available.stream()
                .filter(contender -> contender.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no '" + label + "'; there are "
                        + available.stream().map(ContenderType::label).collect(Collectors.joining(", "))));
    }

    /** The client over HTTP/1.1, or this one. */
    ContenderType overHttp11() {
        return Objects.requireNonNullElse(http11, this);
    }

    boolean isHttp2() {
        return http11 != null;
    }

    /** The name in tables and files, and of the module of a peer unless it is over HTTP/2. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The bare client on the same HTTP library, or on Reactor Netty if there is none. */
    ContenderType baseline() {
        return label().contains("vertx") ? RAW_VERTX : RAW_NETTY;
    }

    /** The contender of the base revision, if this one can be compared with it. */
    Optional<ContenderType> baseRevision() {
        return switch (this) {
            case OURS_NETTY, BASE_NETTY -> Optional.of(BASE_NETTY);
            case OURS_VERTX, BASE_VERTX -> Optional.of(BASE_VERTX);
            default -> Optional.empty();
        };
    }

    /** Whether {@code bin/benchmark} measures it beside other clients. */
    boolean isCompared() {
        return !isBaseRevision() && this != RAW_VERTX_TWO && this != OURS_VERTX_TWO;
    }

    boolean isBaseRevision() {
        return this == BASE_NETTY || this == BASE_VERTX;
    }

    /** Whether it has its own class path. */
    boolean isPeer() {
        return peer;
    }

    String mainClass() {
        return mainClass;
    }

    /** The arguments after the origin. */
    List<String> arguments() {
        return arguments;
    }

    @Override
    public String toString() {
        return label();
    }
}

package example;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.util.List;
import java.util.StringJoiner;

/** The transport and the jars that this program runs with. */
final class Versions {

    private static final List<String> CLASSES = List.of(
            "reactor.core.publisher.Mono",
            "reactor.netty.http.client.HttpClient",
            "io.netty.util.Version",
            "io.vertx.core.Vertx",
            "com.fasterxml.jackson.databind.ObjectMapper");

    static String of(String platform, ExtractaSimulator simulator) {
        String userAgent = simulator.requests().get(0).header("user-agent").orElseThrow();
        StringJoiner versions = new StringJoiner(" | ", "| ", " |");
        versions.add(platform)
                .add(userAgent.replaceFirst(".*\\((\\w+)\\).*", "$1"))
                .add(Runtime.version().feature() + "");
        CLASSES.forEach(name -> versions.add(jar(name)));
        return versions.toString();
    }

    private static String jar(String className) {
        try {
            String location = Class.forName(className, false, Versions.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString();
            return location.replaceFirst("!?/?$", "").replaceFirst(".*/", "").replaceFirst("\\.jar$", "");
        } catch (ClassNotFoundException e) {
            return "";
        }
    }
}

package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PomsTest {

    private static final Pattern MANAGED = Pattern.compile(
            "<dependency>\\s*<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>\\s*<version>(.*?)</version>");
    private static final Pattern OWN_VERSION =
            Pattern.compile("<artifactId>extracta-deletions-\\w+</artifactId>\\s*<version>(.*?)</version>");

    @Test
    void theBillOfMaterialsHasTheVersionOfTheOtherModules() throws IOException {
        assertThat(OWN_VERSION.matcher(bom()).results().findFirst())
                .map(match -> match.group(1))
                .contains(System.getProperty("project.version"));
    }

    @Test
    void theBillOfMaterialsListsThePublishedArtifactsAndNobodyElses() throws IOException {
        List<String> managed =
                MANAGED.matcher(bom()).results().map(PomsTest::coordinates).toList();

        assertThat(managed)
                .containsExactlyInAnyOrder(
                        "ai.extracta:extracta-deletions-core:${project.version}",
                        "ai.extracta:extracta-deletions-transport-netty:${project.version}",
                        "ai.extracta:extracta-deletions-transport-vertx:${project.version}",
                        "ai.extracta:extracta-deletions-testkit:${project.version}",
                        "ai.extracta:extracta-deletions-micrometer:${project.version}",
                        "ai.extracta:extracta-deletions-ledger-r2dbc:${project.version}",
                        "ai.extracta:extracta-deletions-spring-boot-starter:${project.version}",
                        "ai.extracta:extracta-deletions-kafka:${project.version}");
    }

    @Test
    void theBillOfMaterialsInheritsNothing() throws IOException {
        assertThat(bom()).doesNotContain("<parent>");
    }

    private static String bom() throws IOException {
        return Files.readString(Path.of("../../bom/pom.xml"));
    }

    private static String coordinates(MatchResult match) {
        return match.group(1) + ":" + match.group(2) + ":" + match.group(3);
    }
}

package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathResolverTest {

    @TempDir
    private Path benchmarks;

    @Test
    void giveAPeerItsOwn() throws IOException {
        Path target = Files.createDirectories(benchmarks.resolve("peers/aws-netty/target"));
        Files.writeString(target.resolve("runtime.classpath"), "/a.jar\n");

        assertThat(new ClassPathResolver(benchmarks, Optional.empty()).of(ContenderType.AWS_NETTY))
                .isEqualTo(target.resolve("classes") + File.pathSeparator + "/a.jar");
    }

    @Test
    void sayWhatToDoIfAPeerIsNotBuilt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ClassPathResolver(benchmarks, Optional.empty()).of(ContenderType.AWS_NETTY))
                .withMessage("aws-netty is not built; bin/benchmark builds it");
    }

    @Test
    void giveTheBaseRevisionItsOwnClassesFirst() throws IOException {
        for (String module : List.of("transport-netty", "transport-vertx")) {
            Path target = Files.createDirectories(benchmarks.resolve(module).resolve("target"));
            Files.writeString(target.resolve("runtime.classpath"), "/" + module + ".jar\n");
        }

        List<String> entries = List.of(new ClassPathResolver(Path.of("."), Optional.of(benchmarks))
                .of(ContenderType.BASE_NETTY)
                .split(File.pathSeparator, -1));

        assertThat(entries)
                .startsWith(
                        benchmarks.resolve("transport-netty/target/classes").toString(),
                        "/transport-netty.jar",
                        benchmarks.resolve("transport-vertx/target/classes").toString(),
                        "/transport-vertx.jar")
                .anyMatch(entry -> entry.endsWith("benchmarks/target/classes"))
                .noneMatch(entry ->
                        Path.of(entry).endsWith("core/target/classes") && !entry.startsWith(benchmarks.toString()));
    }

    @Test
    void knowTheVersionsThatMatter() {
        String classPath = String.join(
                File.pathSeparator,
                "/m/vertx-core-5.1.6.jar",
                "/m/netty-common-4.2.17.Final.jar",
                "/m/azure-core-http-vertx-1.1.4.jar",
                "/m/slf4j-api-2.0.17.jar",
                "/target/classes");

        assertThat(ClassPathResolver.libraries(classPath))
                .containsExactly("azure-core-http-vertx 1.1.4", "netty-common 4.2.17.Final", "vertx-core 5.1.6");
    }
}

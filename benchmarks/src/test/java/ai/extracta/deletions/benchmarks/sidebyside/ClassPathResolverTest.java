package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathResolverTest {

    @TempDir
    private Path benchmarks;

    @Test
    void giveAPeerItsOwn() throws IOException {
        Path target = Files.createDirectories(benchmarks.resolve("peers/aws-netty/target"));
        Files.writeString(target.resolve("runtime.classpath"), "/a.jar\n");

        assertThat(new ClassPathResolver(benchmarks).of(ContenderType.AWS_NETTY))
                .isEqualTo(target.resolve("classes") + File.pathSeparator + "/a.jar");
    }

    @Test
    void sayWhatToDoIfAPeerIsNotBuilt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ClassPathResolver(benchmarks).of(ContenderType.AWS_NETTY))
                .withMessage("aws-netty is not built; bin/benchmark builds it");
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

package ai.extracta.deletions.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import org.junit.jupiter.api.Test;

class RoundRobinLoopResourcesTest {

    private final ClassLoader loader = getClass().getClassLoader();

    @Test
    void recognisesTheNettyOnTheClassPath() {
        String version = Version.identify(loader).get("netty-common").artifactVersion();
        assertThat(RoundRobinLoopResources.isNetty42(loader)).isEqualTo(!version.startsWith("4.1."));
    }

    @Test
    void takesANettyWithoutTheClassForAnOldOne() {
        assertThat(RoundRobinLoopResources.isNetty42(ClassLoader.getPlatformClassLoader()))
                .isFalse();
    }
}

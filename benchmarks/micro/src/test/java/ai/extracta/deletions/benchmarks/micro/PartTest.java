package ai.extracta.deletions.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.transport.HttpTransportProvider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void everyTypeOfCoreIsInAPart() throws IOException, URISyntaxException {
        assertThat(typesBeside(ClassificationDeletions.class))
                .hasSizeGreaterThan(100)
                .allSatisfy(type -> assertThat(Part.of(type, "any")).isPresent());
    }

    @Test
    void everyTypeOfBothTransportsIsInAPart() throws IOException, URISyntaxException {
        List<HttpTransportProvider> providers = ServiceLoader.load(HttpTransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();

        assertThat(providers).hasSize(2);
        for (HttpTransportProvider provider : providers) {
            assertThat(typesBeside(provider.getClass()))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(type -> assertThat(Part.of(type, "any")).contains(Part.TRANSPORT));
        }
    }

    @Test
    void aTypeThatNobodyNamedIsInNoPart() {
        assertThat(Part.of("ai.extracta.deletions.internal.Unheard", "of")).isEmpty();
    }

    @Test
    void aMethodCountsBeforeItsType() {
        assertThat(Part.of("ai.extracta.deletions.internal.DeletionCodec", "encode"))
                .contains(Part.ENCODING);
        assertThat(Part.of("ai.extracta.deletions.internal.DeletionCodec", "decode"))
                .contains(Part.DECODING);
    }

    @Test
    void aTypeCountsBeforeItsPackage() {
        assertThat(Part.of("ai.extracta.deletions.model.DeleteBatch", "<init>")).contains(Part.VALIDATION);
        assertThat(Part.of("ai.extracta.deletions.model.DeletionReceipt", "<init>"))
                .contains(Part.RECEIPT);
    }

    @Test
    void aLambdaBelongsToTheMethodItIsWrittenIn() {
        assertThat(Part.of("ai.extracta.deletions.Call", "lambda$receipt$3")).contains(Part.RECEIPT);
    }

    @Test
    void aNestedTypeBelongsToTheOneAround() {
        assertThat(Part.of("ai.extracta.deletions.internal.Reply$Reader", "property"))
                .contains(Part.DECODING);
    }

    /** A folder or a jar, depending on how far Maven has built. */
    private static List<String> typesBeside(Class<?> type) throws IOException, URISyntaxException {
        Path built =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(built)) {
            return typesIn(built);
        }
        try (FileSystem jar = FileSystems.newFileSystem(built)) {
            return typesIn(jar.getPath("/"));
        }
    }

    private static List<String> typesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .map(file -> file.replace('/', '.').replace('\\', '.'))
                    .toList();
        }
    }
}

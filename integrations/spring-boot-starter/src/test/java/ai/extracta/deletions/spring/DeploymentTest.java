package ai.extracta.deletions.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** {@link ErasureProgram} as applications are deployed. */
class DeploymentTest {

    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path SPRING_BOOT_3 = Path.of("target", "spring-boot-3");

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    private Path folder;

    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @BeforeEach
    void seed() {
        simulator.seed(1, 1, 1);
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    @Test
    void itRunsFromAnExecutableJar() throws Exception {
        Path jar = executableJar();

        assertThat(run("-jar", jar.toString()))
                .contains(ErasureProgram.REPORT + "CONFIRMED")
                .contains("by LaunchedClassLoader");
        assertThat(simulator.deletions()).hasSize(1);
    }

    @Test
    void itRunsWithSpringBoot3ThroughAProxyAndWithAnSslBundleButWithoutHealth() throws Exception {
        Stream<Path> classPath =
                Stream.concat(jars(SPRING_BOOT_3), classPath().filter(path -> !isNamed(path, "spring-")));
        SelfSignedCertificate certificate = SelfSignedCertificate.create(folder, "server");

        try (TlsServer api = TlsServer.start(simulator, certificate, certificate);
                ConnectProxy proxy = new ConnectProxy()) {
            String output = start(
                    List.of("-cp", joined(classPath), ErasureProgram.class.getName()),
                    List.of(arguments(
                            api.baseUri(),
                            "--extracta.deletions.proxy.host=127.0.0.1",
                            "--extracta.deletions.proxy.port=" + proxy.port(),
                            "--extracta.deletions.ssl.bundle=api",
                            "--spring.ssl.bundle.pem.api.truststore.certificate=file:" + certificate.pem())));

            assertThat(output)
                    .contains(ErasureProgram.REPORT + "CONFIRMED with Spring Boot 3.5.7")
                    .contains("extractaSanitizingFunction", "deletionObservations", "deletionMetrics")
                    .doesNotContain("extractaHealthIndicator");
            assertThat(proxy.heads()).hasSize(1);
        }
        assertThat(simulator.deletions()).hasSize(1);
    }

    @Test
    void itRunsWithoutOptionalLibraries() throws Exception {
        Stream<Path> classPath = classPath()
                .filter(path -> !isNamed(path, "spring-boot-health", "spring-boot-actuator", "micrometer-core"))
                .filter(path -> !path.toString().contains("micrometer" + File.separator + "target"))
                .filter(path -> !isNamed(path, "spring-boot-micrometer"));

        assertThat(run("-cp", joined(classPath), ErasureProgram.class.getName()))
                .contains(ErasureProgram.REPORT + "CONFIRMED")
                .doesNotContain("extracta", "deletionObservations");
    }

    @Test
    void withTheActuatorThereIsHealth() throws Exception {
        assertThat(run("-cp", joined(classPath()), ErasureProgram.class.getName()))
                .contains("extractaSanitizingFunction", "extractaHealthIndicator");
    }

    @Test
    void aMissingKeyEndsTheProgramWithWhatToDo() throws Exception {
        String output = start(
                List.of("-cp", System.getProperty("java.class.path"), ErasureProgram.class.getName()),
                List.of("--extracta.deletions.transport=netty"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "There is no API key", "extracta.deletions.api-key-file")
                .doesNotContain("\tat ");
    }

    /** As the developer tools do: the classes of the application are loaded anew, those of libraries are not. */
    @Test
    void itRunsAgainInAClassLoaderOfItsOwn() throws Exception {
        simulator.seed(2, 1, 1);
        for (int i = 0; i < 2; i++) {
            Path classes = Files.createDirectories(folder.resolve("restart-" + i));
            copyProgram(classes);
            try (RestartingClassLoader loader = new RestartingClassLoader(classes)) {
                loader.run(arguments(simulator.baseUri(), "--extracta.deletions.not-found-means-absent=true"));
            }
        }

        assertThat(simulator.requests()).hasSize(2);
    }

    private String run(String... command) throws Exception {
        return start(List.of(command), List.of(arguments(simulator.baseUri())));
    }

    private String[] arguments(URI baseUri, String... more) {
        return Stream.concat(
                        Stream.of(
                                "--extracta.deletions.base-uri=" + baseUri,
                                "--extracta.deletions.api-key=" + simulator.apiKey(),
                                "--extracta.deletions.transport=netty",
                                "--spring.reactor.netty.shutdown-quiet-period=0s"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private String start(List<String> command, List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(QUICK_START);
        all.addAll(command);
        all.addAll(arguments);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private Path executableJar() throws IOException {
        Path jar = folder.resolve("application.jar");
        jarOfProgram(jar);
        Path starter = folder.resolve("starter.jar");
        jar(starter, CLASSES);
        Repackager repackager = new Repackager(jar.toFile());
        repackager.setBackupSource(false);
        repackager.setMainClass(ErasureProgram.class.getName());
        repackager.repackage(callback -> {
            callback.library(library(starter));
            for (Path path : classPath().toList()) {
                if (path.toString().endsWith(".jar")) {
                    callback.library(library(path));
                } else if (!path.startsWith(Path.of("target").toAbsolutePath())) {
                    callback.library(library(jar(folder.resolve(name(path) + ".jar"), path)));
                }
            }
        });
        return jar;
    }

    private static Library library(Path jar) {
        return new Library(jar.toFile(), LibraryScope.COMPILE);
    }

    /** A module that is built in the same run has its classes in a folder. */
    private static String name(Path classes) {
        return classes.getParent().getParent().getFileName() + "-" + classes.getFileName();
    }

    private static Path jar(Path jar, Path classes) throws IOException {
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar), manifest());
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entry(entries, classes.relativize(file).toString(), file);
            }
        }
        return jar;
    }

    private static void jarOfProgram(Path jar) throws IOException {
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            entry(
                    entries,
                    programFile().toString(),
                    Path.of("target", "test-classes").resolve(programFile()));
        }
    }

    private static void copyProgram(Path classes) throws IOException {
        Path target = classes.resolve(programFile());
        Files.createDirectories(target.getParent());
        Files.copy(Path.of("target", "test-classes").resolve(programFile()), target);
    }

    private static Path programFile() {
        return Path.of(ErasureProgram.class.getName().replace('.', File.separatorChar) + ".class");
    }

    private static void entry(JarOutputStream entries, String name, Path file) throws IOException {
        entries.putNextEntry(new ZipEntry(name.replace(File.separatorChar, '/')));
        Files.copy(file, entries);
        entries.closeEntry();
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }

    private static Stream<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of);
    }

    private static boolean isNamed(Path path, String... prefixes) {
        String name = path.getFileName().toString();
        return Arrays.stream(prefixes).anyMatch(name::startsWith);
    }

    private static String joined(Stream<Path> classPath) {
        return classPath.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList().stream();
        }
    }

    /** Loads the program itself, and everything else through its parent. */
    private static final class RestartingClassLoader extends URLClassLoader {

        RestartingClassLoader(Path classes) {
            super(new URL[] {url(classes)}, ErasureProgram.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.equals(ErasureProgram.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        void run(String... arguments) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(this);
            try {
                loadClass(ErasureProgram.class.getName())
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) arguments);
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

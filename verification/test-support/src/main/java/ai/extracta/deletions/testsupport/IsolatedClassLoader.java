package ai.extracta.deletions.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** The class path of the tests once more, as a container has it for each application. */
public final class IsolatedClassLoader extends URLClassLoader {

    private final Predicate<String> hidden;

    private IsolatedClassLoader(Stream<Path> classPath, ClassLoader parent, Predicate<String> hidden) {
        super(classPath.map(IsolatedClassLoader::url).toArray(URL[]::new), parent);
        this.hidden = hidden;
    }

    private IsolatedClassLoader(Stream<Path> classPath, Predicate<String> hidden) {
        this(classPath, ClassLoader.getPlatformClassLoader(), hidden);
    }

    public static IsolatedClassLoader create() {
        return create(ClassLoader.getPlatformClassLoader());
    }

    /** With what the parent has being shared, as a container has it for the libraries of its own. */
    public static IsolatedClassLoader create(ClassLoader parent) {
        return new IsolatedClassLoader(classPath(), parent, name -> false);
    }

    /** Only the JAR files of the class path whose names have one of the prefixes. */
    public static IsolatedClassLoader ofJars(String... prefixes) {
        return new IsolatedClassLoader(
                classPath().filter(path -> Arrays.stream(prefixes)
                        .anyMatch(path.getFileName().toString()::startsWith)),
                name -> false);
    }

    /** Without the classes whose names have the prefix. */
    public static IsolatedClassLoader without(String prefix) {
        return new IsolatedClassLoader(classPath(), name -> name.startsWith(prefix));
    }

    /** With an empty class in place of the real one, in a JAR file of that version. */
    public static IsolatedClassLoader withOld(String className, String version, Path directory) {
        return new IsolatedClassLoader(
                Stream.concat(Stream.of(jarOfEmptyClass(className, version, directory)), classPath()), name -> false);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (hidden.test(name)) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }

    /** Runs a program, which must have a public constructor without parameters, with classes of this loader. */
    @SuppressWarnings("unchecked")
    public void run(Class<? extends BiConsumer<String, String>> program, String first, String second) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            ((BiConsumer<String, String>)
                            loadClass(program.getName()).getConstructor().newInstance())
                    .accept(first, second);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Stream<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jarOfEmptyClass(String className, String version, Path directory) {
        int dot = className.lastIndexOf('.');
        String simpleName = className.substring(dot + 1);
        try {
            Path source = Files.writeString(
                    directory.resolve(simpleName + ".java"),
                    "package " + className.substring(0, dot) + "; public class " + simpleName + " {}");
            int ignored = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
            return jar(
                    directory.resolve("old-" + version + ".jar"),
                    version,
                    className.replace('.', '/') + ".class",
                    Files.readAllBytes(directory.resolve(simpleName + ".class")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(Path jar, String version, String name, byte[] content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest)) {
            entries.putNextEntry(new ZipEntry(name));
            entries.write(content);
        }
        return jar;
    }
}

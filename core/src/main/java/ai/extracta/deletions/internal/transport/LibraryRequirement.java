package ai.extracta.deletions.internal.transport;

import java.security.CodeSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A library of which a version with a given method is needed. Checked before the classes that call it are linked,
 * because a {@link LinkageError} during a call would look like a failure of that call.
 *
 * @param library the library's name
 * @param needed its coordinates and versions
 * @param className a class of every version
 * @param method a public method of that class, missing in the versions that are too old
 */
public record LibraryRequirement(String library, String needed, String className, String method) {

    /**
     * Throws unless the method is there.
     *
     * @param loader loads the library; the class is not initialised
     * @throws IllegalStateException naming what was found, what is needed, and what to do
     */
    public void check(ClassLoader loader) {
        try {
            Class<?> type = Class.forName(className, false, loader);
            if (Arrays.stream(type.getMethods()).noneMatch(it -> it.getName().equals(method))) {
                throw mismatch(loader, new NoSuchMethodException(className + "." + method));
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw mismatch(loader, e);
        }
    }

    /**
     * Creates something that needs the library. What {@link #check} does not look at can be missing as well.
     *
     * @param loader loads the library
     * @param creation creates it, and releases what it has created if it fails
     * @param <T> what it creates
     * @return what was created
     * @throws IllegalStateException instead of a {@link LinkageError}, naming what was found and what is needed
     */
    public <T> T link(ClassLoader loader, Supplier<T> creation) {
        try {
            return creation.get();
        } catch (LinkageError e) {
            throw mismatch(loader, e);
        }
    }

    /**
     * Creates the exception for a version that does not fit.
     *
     * @param loader loads the library
     * @param cause how it was noticed
     * @return a new exception
     */
    public IllegalStateException mismatch(ClassLoader loader, Throwable cause) {
        return new IllegalStateException(
                library + " does not fit: found " + found(loader) + "; needed is " + needed
                        + ". With Maven, import a BOM that has it before the one that sets this version.",
                cause);
    }

    /**
     * Returns the version of the jar that a class is from.
     *
     * @param type the class
     * @return its implementation version, or {@code unknown version}
     */
    public static String versionOf(Class<?> type) {
        return Optional.ofNullable(type.getPackage().getImplementationVersion()).orElse("unknown version");
    }

    private String found(ClassLoader loader) {
        try {
            Class<?> type = Class.forName(className, false, loader);
            String version = versionOf(type);
            return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                    .map(CodeSource::getLocation)
                    .map(location -> version + " in " + location)
                    .orElse(version);
        } catch (ClassNotFoundException | LinkageError e) {
            return "none";
        }
    }
}

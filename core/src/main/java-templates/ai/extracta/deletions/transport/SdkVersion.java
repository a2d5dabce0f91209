package ai.extracta.deletions.transport;

/** The version of this SDK, filled in by the build. */
final class SdkVersion {

    static final String CURRENT = "${project.version}";

    private SdkVersion() {}
}

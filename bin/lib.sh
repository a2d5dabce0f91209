# Shared by the scripts beside it, which source it: sets $root and $java, and builds.
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# Builds modules and what they need. Arguments: their name for messages, the modules, Maven's goals and options.
build() (
    command -v mvn >/dev/null || {
        echo "Maven (mvn) is needed to build $1, and is not on the PATH." >&2
        exit 1
    }
    modules=$2
    shift 2
    cd "$root" # where Maven looks for .mvn
    mvn -q -B -Dstyle.color=never -pl "$modules" -am "$@" \
        -Dspotless.check.skip=true -Denforcer.skip=true -Djacoco.skip=true >&2
)

# Compiles modules and what they need, and sets $classpath to that of the first. Arguments: as build, without goals.
compile() {
    build "$@" compile dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/runtime.classpath
    target=$root/${2%%,*}/target
    classpath=$target/classes:$(cat "$target/runtime.classpath")
}

# Builds the program of cli, with all it needs in one file, if that is missing or older than its sources. Sets $jar.
build_extracta_delete() {
    jar=$root/cli/target/extracta-delete.jar
    [ -f "$jar" ] && [ -z "$(
        find "$root/pom.xml" "$root/core" "$root/testkit" "$root/transport-netty" "$root/transport-vertx" "$root/cli" \
            -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$jar" -print
    )" ] && return
    echo "Building extracta-delete, this once .." >&2
    build extracta-delete cli package -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true
}

# Runs one of the side-by-side benchmarks. Arguments: its main class and those of its own.
run_side_by_side() {
    peers=benchmarks/peers
    compile "the benchmarks" \
        "benchmarks,$peers/webclient,$peers/azure-netty,$peers/azure-vertx,$peers/aws-netty" -Ppeers
    main=ai.extracta.deletions.benchmarks.sidebyside.$1
    shift
    exec "$java" -Djava.awt.headless=true -cp "$classpath" "$main" --home "$root/benchmarks" "$@"
}

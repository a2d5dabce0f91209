# Shared by the scripts beside it, which source it: sets $root and $java, and builds.
root=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
quick_start='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable'

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

# The published modules that have code, separated by commas.
published_modules() {
    sed -n '/<!-- published -->/,/<!-- program -->/s:.*<module>\(.*\)</module>.*:\1:p' "$root/pom.xml" |
        grep -vx bom | paste -sd , -
}

# Sets a locale with UTF-8, without which Java would misread arguments and file names, as under cron.
use_utf8() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
        *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
        *) export LC_ALL=C.UTF-8 ;;
    esac
}

# Builds the program of cli, with all it needs in one file, if that is missing or older than its sources. Sets $jar: a
# copy that replaces the former one at once, so that programs that run from it are not disturbed.
build_extracta_delete() {
    jar=$root/cli/target/program/extracta-delete.jar
    is_built && return
    mkdir -p "$(dirname -- "$jar")"
    lock "$root/cli/target/program.lock"
    if ! is_built; then
        echo "Building extracta-delete, this once .." >&2
        build extracta-delete cli package -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true
        cp "$root/cli/target/extracta-delete.jar" "$jar.new"
        mv -f "$jar.new" "$jar"
        archive_classes
    fi
    unlock
}

# Lets Java load the classes of a whole run from an archive. One call to a closed port, for a row, uses most of them.
# -XX:ArchiveClassesAtExit would leave out those of picocli, whose class files are too old for it.
archive_classes() {
    rm -f -- "$jar.jsa"
    printf 'classificationId,batchId,fileId\nnone,none,none\n' |
        EXTRACTA_API_KEY=none "$java" $quick_start -XX:DumpLoadedClassList="$jar.classes" -jar "$jar" files --from - \
            --format csv --yes --retry none --base-uri http://127.0.0.1:9/ >/dev/null 2>&1 || :
    "$java" -Xshare:dump -XX:SharedClassListFile="$jar.classes" -XX:SharedArchiveFile="$jar.jsa" -cp "$jar" \
        >/dev/null 2>&1 || :
    rm -f -- "$jar.classes"
}

# Runs the program, starting quickly. Arguments: those of java after its options for that.
run_extracta_delete() {
    exec "$java" $quick_start -XX:SharedArchiveFile="$jar.jsa" "$@"
}

is_built() {
    [ -f "$jar" ] && [ -z "$(
        find "$root/pom.xml" "$root/core" "$root/testkit" "$root/transport-netty" "$root/transport-vertx" "$root/cli" \
            -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$jar" -print
    )" ]
}

# Waits until no other process holds a lock, and holds it until unlock or the end. Argument: a path, which becomes a
# symbolic link to the id of the holder. The lock of a process that is no longer there does not count.
lock() {
    lock=$1
    until ln -s $$ "$lock" 2>/dev/null || take_over "$lock"; do
        sleep 1
    done
    trap unlock EXIT
    trap 'exit 130' INT TERM
}

# Replaces the lock of a process that is no longer there, if nobody else does. Only one process at a time may: the one
# that holds a lock with the id of the former holder. Otherwise two could, and the later one replace that of the other.
take_over() (
    holder=$(readlink -- "$1") && ! kill -0 "$holder" 2>/dev/null || exit 1
    ln -s $$ "$1.$holder" 2>/dev/null || take_over "$1.$holder" || exit 1
    if [ "$(readlink -- "$1")" = "$holder" ]; then
        mv -f -- "$1.$holder" "$1"
    else
        rm -f -- "$1.$holder"
        exit 1
    fi
)

unlock() {
    rm -f -- "$lock"
    trap - EXIT INT TERM
}

# Builds the transports of a git revision of this project, once. Sets $revision_home. Argument: the revision.
build_revision() {
    commit=$(git -C "$root" rev-parse --verify --quiet "$1^{commit}") || {
        echo "There is no git revision $1." >&2
        exit 1
    }
    revision_home=$root/target/revisions/$commit
    [ ! -f "$revision_home/built" ] || return 0
    echo "Building revision $commit, this once .." >&2
    rm -rf -- "$revision_home"
    mkdir -p "$revision_home"
    git -C "$root" archive "$commit" | tar -x -C "$revision_home"
    (root=$revision_home && compile "revision $1" transport-netty,transport-vertx)
    touch "$revision_home/built"
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

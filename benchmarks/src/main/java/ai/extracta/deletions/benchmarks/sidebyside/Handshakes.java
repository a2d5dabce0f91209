package ai.extracta.deletions.benchmarks.sidebyside;

/**
 * How many TLS handshakes a server completed.
 *
 * @param all all of them
 * @param resumed those that resumed a session
 */
record Handshakes(long all, long resumed) {

    static final Handshakes NONE = new Handshakes(0, 0);

    /** Parses a line written by {@link #toLine()}. */
    static Handshakes parse(String line) {
        String[] numbers = line.split(" ", -1);
        return new Handshakes(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    String toLine() {
        return all + " " + resumed;
    }

    Handshakes plus(Handshakes other) {
        return new Handshakes(all + other.all, resumed + other.resumed);
    }

    double resumedPercent() {
        return 100.0 * resumed / Math.max(1, all);
    }
}

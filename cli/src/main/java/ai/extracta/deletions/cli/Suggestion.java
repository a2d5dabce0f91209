package ai.extracta.deletions.cli;

import java.util.Collection;
import java.util.Comparator;

/** What may have been meant. */
final class Suggestion {

    private static final int MAX_DISTANCE = 2;

    private Suggestion() {}

    /** A question to append to a message, or an empty string if no candidate resembles what was typed. */
    static String of(String typed, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(typed, candidate) <= MAX_DISTANCE)
                .min(Comparator.comparingInt(candidate -> distance(typed, candidate)))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** How many characters to insert, delete or replace (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}

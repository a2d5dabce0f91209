package ai.extracta.deletions.model;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Validates ids. Messages contain the field name, never the value. */
final class IdValidator {

    /** Up to this size, comparing pairs is faster than building a set. */
    private static final int MAX_PAIRWISE_COMPARED = 8;

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private IdValidator() {}

    static void requireValid(String name, String id) {
        requireValid(() -> name, id);
    }

    static List<String> distinct(String name, List<String> ids) {
        Objects.requireNonNull(ids, () -> name + " is null");
        String[] copy = ids.toArray(String[]::new);
        for (int i = 0; i < copy.length; i++) {
            int index = i;
            requireValid(() -> name + "[" + index + "]", copy[i]);
        }
        if (copy.length == 0) {
            throw new IllegalArgumentException(name + " is empty; name at least one file, or delete the batch");
        }
        return copy.length <= MAX_PAIRWISE_COMPARED && areDistinct(copy)
                ? List.of(copy)
                : List.copyOf(new LinkedHashSet<>(Arrays.asList(copy)));
    }

    private static boolean areDistinct(String[] ids) {
        for (int i = 1; i < ids.length; i++) {
            for (int j = 0; j < i; j++) {
                if (ids[i].equals(ids[j])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void requireValid(Supplier<String> name, @Nullable String id) {
        if (id == null) {
            throw new NullPointerException(name.get() + " is null");
        }
        String problem = problemWith(id);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(name.get() + problem);
        }
    }

    /** Returns the problem, or an empty string. */
    private static String problemWith(String id) {
        boolean blank = true;
        for (int i = 0; i < id.length(); ) {
            int codePoint = id.codePointAt(i);
            if (isUnsendable(codePoint)) {
                return " has a control character, a replacement character (U+FFFD) or half a surrogate pair at index "
                        + i + "; pass the id exactly as the API returned it";
            }
            blank &= isInvisible(codePoint);
            i += Character.charCount(codePoint);
        }
        return blank ? " is blank; a deletion without it could delete more than was meant" : "";
    }

    /**
     * An unpaired surrogate has no UTF-8 encoding: an encoder would replace it and address a different id. U+FFFD is
     * what a decoder has put in place of bytes in another encoding.
     */
    private static boolean isUnsendable(int codePoint) {
        return !isVisibleAscii(codePoint)
                && (Character.isISOControl(codePoint)
                        || codePoint == REPLACEMENT_CHARACTER
                        || Character.getType(codePoint) == Character.SURROGATE);
    }

    /** Wider than {@link String#isBlank()}: no-break and zero-width spaces name nothing either. */
    private static boolean isInvisible(int codePoint) {
        return !isVisibleAscii(codePoint)
                && (Character.isWhitespace(codePoint)
                        || Character.isSpaceChar(codePoint)
                        || Character.getType(codePoint) == Character.FORMAT);
    }

    /** Fast path for nearly all ids. */
    private static boolean isVisibleAscii(int codePoint) {
        return codePoint > ' ' && codePoint <= '~';
    }
}

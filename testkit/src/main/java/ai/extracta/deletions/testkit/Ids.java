package ai.extracta.deletions.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Validates ids: none is blank, and none occurs twice in one place. */
final class Ids {

    private Ids() {}

    static void require(String name, String id) {
        Objects.requireNonNull(id, name);
        if (id.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
    }

    static void requireDistinct(String name, List<String> ids) {
        ids.forEach(id -> require(name, id));
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new IllegalArgumentException("a " + name + " stands twice in " + ids);
        }
    }
}

package ai.extracta.deletions.benchmarks.sidebyside;

import java.time.LocalDate;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says what the figures come from: the day, the machine, and everybody's libraries. */
final class Machine {

    private Machine() {}

    static String describe(Collection<Entrant> entrants, ClassPaths classPaths) {
        String head = "%s, %d CPUs, %s %s, %s %s%n"
                .formatted(
                        LocalDate.now(java.time.ZoneId.systemDefault()),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.vm.name"),
                        Runtime.version());
        return head
                + entrants.stream()
                        .map(entrant -> "%-16s %s%n"
                                .formatted(
                                        entrant.label(),
                                        String.join(", ", ClassPaths.libraries(classPaths.of(entrant)))))
                        .collect(Collectors.joining());
    }
}

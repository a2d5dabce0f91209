package ai.extracta.deletions.benchmarks.sidebyside;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes the date, the machine and the libraries of each contender. */
final class Environment {

    private Environment() {}

    /** The load average of the last minute; other load makes every figure worse. */
    static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static String describe(String load, Collection<ContenderType> contenders, ClassPathResolver classPaths) {
        String head = "%s, %d CPUs (load before the run: %s), %s %s, %s %s%n"
                .formatted(
                        LocalDate.now(ZoneId.systemDefault()),
                        Runtime.getRuntime().availableProcessors(),
                        load,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.vm.name"),
                        Runtime.version());
        Map<String, List<ContenderType>> byLibraries = contenders.stream()
                .collect(Collectors.groupingBy(
                        contender -> String.join(", ", ClassPathResolver.libraries(classPaths.of(contender))),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return head
                + byLibraries.entrySet().stream()
                        .map(one -> "%s: %s%n".formatted(one.getValue(), one.getKey()))
                        .collect(Collectors.joining());
    }
}

package ai.extracta.deletions.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The planned rounds, and then, while there is time, as many at each load as it takes until that many were quiet.
 *
 * @param planned how many rounds are planned
 * @param concurrencies all loads
 * @param isTimeLeft whether another round may begin; the first always does
 */
record Rounds(int planned, List<Integer> concurrencies, BooleanSupplier isTimeLeft) {

    /** Measures all contenders once at each of these loads. */
    interface Round {

        List<Measurement> measure(int round, List<Integer> concurrencies);
    }

    Measurements run(Round each) {
        List<Measurement> measurements = new ArrayList<>();
        List<Integer> next = concurrencies;
        for (int round = 1; !next.isEmpty() && (round == 1 || isTimeLeft.getAsBoolean()); round++) {
            measurements.addAll(each.measure(round, next));
            next = round < planned ? concurrencies : disturbed(new Measurements(measurements));
        }
        return new Measurements(measurements);
    }

    private List<Integer> disturbed(Measurements measurements) {
        return concurrencies.stream()
                .filter(concurrency -> measurements.quietRounds(concurrency) < planned)
                .toList();
    }
}

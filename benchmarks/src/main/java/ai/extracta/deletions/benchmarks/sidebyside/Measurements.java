package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What came out of a run. Two entrants are only ever compared within a round, at the same concurrency, so that what the machine
 * does besides concerns both.
 *
 * @param all in the order they were taken
 */
record Measurements(List<Measurement> all) {

    Measurements {
        all = List.copyOf(all);
    }

    List<Entrant> entrants() {
        return all.stream().map(Measurement::entrant).distinct().sorted().toList();
    }

    List<Integer> concurrencies() {
        return all.stream().map(Measurement::concurrency).distinct().toList();
    }

    boolean contain(Entrant entrant, int concurrency) {
        return of(entrant, concurrency).findAny().isPresent();
    }

    Spread spread(Entrant entrant, int concurrency, ToDoubleFunction<Sample> figure) {
        return Spread.of(of(entrant, concurrency)
                .map(one -> figure.applyAsDouble(one.sample()))
                .toList());
    }

    /** A figure of one divided by the same figure of the other, round by round. */
    Spread ratio(Entrant entrant, Entrant base, int concurrency, ToDoubleFunction<Sample> figure) {
        return Spread.of(of(entrant, concurrency)
                .map(one -> figure.applyAsDouble(one.sample())
                        / figure.applyAsDouble(inRound(one.round(), base, concurrency)))
                .toList());
    }

    private Sample inRound(int round, Entrant entrant, int concurrency) {
        return of(entrant, concurrency)
                .filter(one -> one.round() == round)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        entrant.label() + " was not measured at " + concurrency + " in round " + round))
                .sample();
    }

    private Stream<Measurement> of(Entrant entrant, int concurrency) {
        return all.stream().filter(one -> one.entrant() == entrant && one.concurrency() == concurrency);
    }
}

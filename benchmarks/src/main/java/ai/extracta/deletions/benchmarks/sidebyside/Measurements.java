package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All samples of a run. Contenders are compared within a round and at the same concurrency only, so that other load
 * on the machine affects both.
 *
 * @param all in the order of measurement
 */
record Measurements(List<Measurement> all) {

    Measurements {
        all = List.copyOf(all);
    }

    List<ContenderType> contenders() {
        return all.stream().map(Measurement::contender).distinct().sorted().toList();
    }

    List<Integer> concurrencies() {
        return all.stream().map(Measurement::concurrency).distinct().toList();
    }

    boolean contain(ContenderType contender, int concurrency) {
        return of(contender, concurrency).findAny().isPresent();
    }

    MinMedianMax spread(ContenderType contender, int concurrency, ToDoubleFunction<Sample> figure) {
        return MinMedianMax.of(of(contender, concurrency)
                .map(one -> figure.applyAsDouble(one.sample()))
                .toList());
    }

    double median(ContenderType contender, int concurrency, ToDoubleFunction<Sample> figure) {
        return spread(contender, concurrency, figure).median();
    }

    /** The ratios of a figure of two contenders, round by round. */
    MinMedianMax ratio(ContenderType contender, ContenderType base, int concurrency, ToDoubleFunction<Sample> figure) {
        return MinMedianMax.of(of(contender, concurrency)
                .map(one -> figure.applyAsDouble(one.sample())
                        / figure.applyAsDouble(inRound(one.round(), base, concurrency)))
                .toList());
    }

    private Sample inRound(int round, ContenderType contender, int concurrency) {
        return of(contender, concurrency)
                .filter(one -> one.round() == round)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        contender.label() + " was not measured at " + concurrency + " in round " + round))
                .sample();
    }

    private Stream<Measurement> of(ContenderType contender, int concurrency) {
        return all.stream().filter(one -> one.contender() == contender && one.concurrency() == concurrency);
    }
}

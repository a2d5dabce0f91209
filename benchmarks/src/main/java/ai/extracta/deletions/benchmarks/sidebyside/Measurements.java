package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.Sample;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All samples of a run. Contenders are compared within a round and at the same concurrency only, so that other load
 * on the machine affects both. Disturbed samples only count where there are too few others.
 *
 * @param all in the order of measurement
 */
record Measurements(List<Measurement> all) {

    Measurements {
        all = List.copyOf(all);
    }

    /** Two samples of the same round, or the same one twice. */
    private record Pair(Measurement one, Measurement base) {

        boolean isQuiet() {
            return one.isQuiet() && base.isQuiet();
        }
    }

    List<ContenderType> contenders() {
        return all.stream().map(Measurement::contender).distinct().sorted().toList();
    }

    List<Integer> concurrencies() {
        return all.stream().map(Measurement::concurrency).distinct().toList();
    }

    int rounds() {
        return all.stream().mapToInt(Measurement::round).max().orElse(0);
    }

    boolean contain(ContenderType contender, int concurrency) {
        return of(contender, concurrency).findAny().isPresent();
    }

    /** What a contender is compared with in tables: its base revision, or else the bare client. */
    ContenderType baselineOf(ContenderType contender) {
        return contender.baseRevision().filter(contenders()::contains).orElse(contender.baseline());
    }

    MedianEstimate estimate(ContenderType contender, int concurrency, ToDoubleFunction<Sample> figure) {
        return estimate(
                of(contender, concurrency).map(one -> new Pair(one, one)).toList(),
                pair -> figure.applyAsDouble(pair.one().sample()));
    }

    /** The ratios of a figure of two contenders, round by round. */
    MedianEstimate ratio(
            ContenderType contender, ContenderType base, int concurrency, ToDoubleFunction<Sample> figure) {
        return estimate(
                pairs(contender, base, concurrency),
                pair -> figure.applyAsDouble(pair.one().sample())
                        / figure.applyAsDouble(pair.base().sample()));
    }

    Handshakes handshakes(ContenderType contender, int concurrency) {
        return of(contender, concurrency).map(Measurement::handshakes).reduce(Handshakes.NONE, Handshakes::plus);
    }

    private static MedianEstimate estimate(List<Pair> pairs, Function<Pair, Double> figure) {
        List<Pair> quiet = pairs.stream().filter(Pair::isQuiet).toList();
        boolean enough = quiet.size() >= MedianEstimate.MIN_ROUNDS;
        return MedianEstimate.of((enough ? quiet : pairs).stream().map(figure).toList(), enough);
    }

    /** At how many rounds of this load neither a contender nor its baseline was disturbed; of the worst contender. */
    int quietRounds(int concurrency) {
        return (int) contenders().stream()
                .filter(contender -> contain(contender, concurrency))
                .mapToLong(contender -> pairs(contender, baselineOf(contender), concurrency).stream()
                        .filter(Pair::isQuiet)
                        .count())
                .min()
                .orElse(0);
    }

    private List<Pair> pairs(ContenderType contender, ContenderType base, int concurrency) {
        return of(contender, concurrency)
                .map(one -> new Pair(one, inRound(one.round(), base, concurrency)))
                .toList();
    }

    private Measurement inRound(int round, ContenderType contender, int concurrency) {
        Optional<Measurement> found =
                of(contender, concurrency).filter(one -> one.round() == round).findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException(
                contender.label() + " was not measured at " + concurrency + " in round " + round));
    }

    private Stream<Measurement> of(ContenderType contender, int concurrency) {
        return all.stream().filter(one -> one.contender() == contender && one.concurrency() == concurrency);
    }
}

package ai.extracta.deletions.benchmarks.sidebyside;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws bar charts: a file for each figure, a group of bars for each concurrency, a bar for each contender. */
final class PlotWriter {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 480;

    private final List<ResultRow> rows;
    private final List<String> contenders;
    private final List<Integer> concurrencies;

    PlotWriter(List<ResultRow> rows) {
        this.rows = List.copyOf(rows);
        this.contenders = rows.stream().map(ResultRow::contender).distinct().toList();
        this.concurrencies =
                rows.stream().map(ResultRow::concurrency).distinct().toList();
    }

    void draw(Path folder) throws IOException {
        Files.createDirectories(folder);
        draw(folder.resolve("ratio.svg"), "Requests per second, ratio to the bare client", ResultRow::ratioToRaw);
        draw(folder.resolve("requests.svg"), "Requests per second", ResultRow::requestsPerSecond);
        draw(folder.resolve("bytes.svg"), "Bytes allocated per request", ResultRow::bytesPerRequest);
        draw(folder.resolve("cpu.svg"), "CPU per request, microseconds", ResultRow::cpuMicrosPerRequest);
        draw(folder.resolve("p50.svg"), "Median latency, microseconds", ResultRow::p50Micros);
        draw(folder.resolve("p99.svg"), "99th percentile of the latency, microseconds", ResultRow::p99Micros);
    }

    private void draw(Path file, String title, ToDoubleFunction<ResultRow> figure) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("calls at a time")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
        List<String> groups = concurrencies.stream().map(PlotWriter::group).toList();
        for (String contender : contenders) {
            chart.addSeries(
                    contender,
                    groups,
                    concurrencies.stream()
                            .map(concurrency -> figureOf(contender, concurrency, figure))
                            .toList());
        }
        ChartEncoder.saveChart(chart, file.toString(), "svg");
    }

    private static String group(int concurrency) {
        return concurrency > 0 ? String.valueOf(concurrency) : -concurrency + " blocking";
    }

    private double figureOf(String contender, int concurrency, ToDoubleFunction<ResultRow> figure) {
        return rows.stream()
                .filter(row -> row.contender().equals(contender) && row.concurrency() == concurrency)
                .mapToDouble(figure)
                .findFirst()
                .orElse(0);
    }
}

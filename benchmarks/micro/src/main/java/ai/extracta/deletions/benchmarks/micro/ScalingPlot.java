package ai.extracta.deletions.benchmarks.micro;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Plots the cost per call with two logarithmic axes. */
final class ScalingPlot {

    static final Color TIME = new Color(0x1f77b4);
    static final Color BYTES = new Color(0xd95f02);

    private ScalingPlot() {}

    /** Writes an SVG file; the extension is added to the name. */
    static void draw(ScalingResult result, String title, String unit, Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(700)
                .height(420)
                .title(title)
                .xAxisTitle(unit)
                .yAxisTitle("per call")
                .build();
        chart.getStyler()
                .setPlotGridLinesVisible(false)
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setLegendPosition(LegendPosition.InsideNW)
                .setSeriesColors(new Color[] {TIME, BYTES})
                .setChartBackgroundColor(Color.WHITE);
        List<Integer> sizes =
                result.points().stream().map(ScalingResult.Point::size).toList();
        chart.addSeries(
                "nanoseconds",
                sizes,
                result.points().stream().map(ScalingResult.Point::nanos).toList());
        chart.addSeries(
                "bytes",
                sizes,
                result.points().stream().map(ScalingResult.Point::bytes).toList());
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
}

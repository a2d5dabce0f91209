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

/** Draws growth, both axes logarithmic: what is linear is a straight line, what is flat a level one. */
final class ScalingPlot {

    static final Color TIME = new Color(0x1f77b4);
    static final Color BYTES = new Color(0xd95f02);

    private ScalingPlot() {}

    /** Writes one SVG file; its ending is added to the name. */
    static void draw(ScalingResult growth, String title, String unit, Path file) throws IOException {
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
        List<Integer> sizes = growth.points().stream().map(ScalingResult.Point::size).toList();
        chart.addSeries(
                "nanoseconds",
                sizes,
                growth.points().stream().map(ScalingResult.Point::nanos).toList());
        chart.addSeries(
                "bytes",
                sizes,
                growth.points().stream().map(ScalingResult.Point::bytes).toList());
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
}

package ai.extracta.deletions.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.benchmarks.micro.ScalingResult.Point;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingResultTest {

    private final ScalingResult growth = new ScalingResult(
            "ids", List.of(new Point(1, 1_000, 5_000), new Point(10, 1_900, 5_450), new Point(100, 1_900, 5_450)));

    @Test
    void theTableShowsTheCostOfOneMore() {
        assertThat(growth.table()
                        .lines()
                        .map(line -> List.of(line.strip().split(" +")))
                        .skip(1))
                .containsExactly(
                        List.of("1", "1,000", "5,000"),
                        List.of("10", "1,900", "5,450", "100.0", "50.0"),
                        List.of("100", "1,900", "5,450", "0.0", "0.0"));
    }

    @Test
    void theCsvHasARowForEachSize() {
        assertThat(growth.csv().lines())
                .containsExactly("ids,1,1000.0,5000.0", "ids,10,1900.0,5450.0", "ids,100,1900.0,5450.0");
    }

    @Test
    void thePlotIsAnSvgWithBothSeries(@TempDir Path folder) throws IOException {
        ScalingPlot.draw(growth, "One call", "file ids", folder.resolve("ids"));

        assertThat(Files.readString(folder.resolve("ids.svg")))
                .contains("<svg", rgb(ScalingPlot.TIME), rgb(ScalingPlot.BYTES));
    }

    private static String rgb(Color color) {
        return "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
    }
}

package ai.extracta.deletions.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of a CSV file whose first line names the columns. An empty cell counts as missing. */
final class CsvRowReader implements RowReader {

    private static final List<String> ID_COLUMNS = Kind.FILES.idFields();
    private static final String EXAMPLE =
            "the first line has to name the columns, such as " + String.join(",", ID_COLUMNS);

    private final String name;
    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> records;
    private List<String> header = List.of();

    CsvRowReader(Reader text, String name) {
        this.name = name;
        this.csv = CsvReader.builder().ofCsvRecord(text);
        this.records = csv.iterator();
    }

    @Override
    public Optional<Row> next() throws IOException {
        try {
            if (header.isEmpty()) {
                header = header();
            }
            return records.hasNext() ? Optional.of(toRow(records.next())) : Optional.empty();
        } catch (CsvParseException malformed) {
            throw new UsageException(name + ": not CSV: " + malformed.getMessage());
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private List<String> header() {
        if (!records.hasNext()) {
            throw new UsageException(name + ": empty; " + EXAMPLE);
        }
        List<String> columns = records.next().getFields();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!column.equals(Row.TYPE) && !ID_COLUMNS.contains(column)) {
                throw new UsageException(name + ", line 1: unknown column '" + column + "'; " + EXAMPLE);
            }
            if (!seen.add(column)) {
                throw new UsageException(name + ", line 1: two columns are named " + column);
            }
        }
        return columns;
    }

    private Row toRow(CsvRecord record) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!record.getField(i).isEmpty()) {
                values.put(header.get(i), List.of(record.getField(i)));
            }
        }
        return new Row(name + ", line " + record.getStartingLineNumber(), Format.CSV, values);
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}

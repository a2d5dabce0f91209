package ai.extracta.deletions.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        this.csv = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE) // see toRow
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text);
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
        rejectOtherSeparators(columns);
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

    private void rejectOtherSeparators(List<String> columns) {
        for (String separator : List.of(";", "\t", "|")) {
            if (columns.size() == 1 && columns.get(0).contains(separator)) {
                throw new UsageException(name + ", line 1: separated by "
                        + (separator.equals("\t") ? "tabs" : "'" + separator + "'")
                        + "; save it with commas between the columns");
            }
        }
    }

    private Row toRow(CsvRecord record) {
        String location = name + ", line " + record.getStartingLineNumber();
        if (record.getFieldCount() != header.size()) {
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "%s: not CSV with %d columns as in the first line, but %d",
                    location,
                    header.size(),
                    record.getFieldCount()));
        }
        if (record.getFields().stream().allMatch(CsvRowReader::isColumn)) {
            throw new UsageException(location + ": names the columns again, as if two files had been concatenated;"
                    + " remove this line if that is right");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!record.getField(i).isEmpty()) {
                values.put(header.get(i), List.of(record.getField(i)));
            }
        }
        return new Row(location, Format.CSV, values);
    }

    /** Also behind the byte order mark of a second file. */
    private static boolean isColumn(String cell) {
        String column = cell.replace("\ufeff", "");
        return column.equals(Row.TYPE) || ID_COLUMNS.contains(column);
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}

/// How solutions are written.
public enum ResultFormat: String, Sendable, CaseIterable {
  /// Columns for a terminal.
  case table
  /// SPARQL 1.1 Query Results JSON Format.
  case json
  /// SPARQL 1.1 Query Results CSV Format: values without their types.
  case csv
  /// SPARQL 1.1 Query Results TSV Format: terms as Turtle writes them.
  case tsv

  public var mediaType: String {
    switch self {
    case .table: "text/plain; charset=utf-8"
    case .json: "application/sparql-results+json"
    case .csv: "text/csv; charset=utf-8"
    case .tsv: "text/tab-separated-values; charset=utf-8"
    }
  }
}

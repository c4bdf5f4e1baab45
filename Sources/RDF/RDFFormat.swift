/// A syntax for RDF graphs, or for datasets: graphs beside each other, each with its name.
public enum RDFFormat: String, Sendable, CaseIterable {
  case ntriples
  case nquads
  case turtle
  case trig

  /// The format of files with this extension (`nt`, `nq`, `ttl`, `trig`; no dot, any case).
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "nt": self = .ntriples
    case "nq": self = .nquads
    case "ttl": self = .turtle
    case "trig": self = .trig
    default: return nil
    }
  }

  /// The format of this media type, parameters aside.
  public init?(mediaType: String) {
    let bare = mediaType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    guard let format = Self.allCases.first(where: { $0.mediaType == bare }) else { return nil }
    self = format
  }

  public var mediaType: String {
    switch self {
    case .ntriples: "application/n-triples"
    case .nquads: "application/n-quads"
    case .turtle: "text/turtle"
    case .trig: "application/trig"
    }
  }

  /// Whether a file of this format can hold named graphs.
  public var holdsGraphs: Bool { self == .nquads || self == .trig }
}

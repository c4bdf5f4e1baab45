internal import RDF

/// A query that was read: immutable, to be run as often as one likes on any store.
///
/// Reading costs microseconds and holds the text to SPARQL 1.1's grammar and its rules on scopes.
public struct Query: Sendable {
  /// What the query answers with.
  public enum Form: Sendable {
    case select, ask, construct, describe
  }

  let plan: QuerySyntax

  /// - Parameters:
  ///   - text: the query. Prefixes of ``PrefixMap/common`` need no declaration.
  ///   - base: the absolute IRI that relative ones are resolved against, until BASE says otherwise.
  /// - Throws: ``SPARQLError`` `syntax` with the place of what cannot be right.
  public init(_ text: String, base: String? = nil) throws(SPARQLError) {
    var parser = try QueryParser(text, base: base)
    plan = try parser.parseQuery()
  }

  init(_ syntax: QuerySyntax) { plan = syntax }

  public var form: Form { plan.form }

  /// The columns of a SELECT, in order; empty for other forms.
  public var columns: [String] { plan.form == .select ? plan.select.variables.map { plan.names[$0.index] } : [] }
}

/// What the parser makes of a query.
struct QuerySyntax: Sendable {
  var form = Query.Form.select
  var select = Select()
  var template: [TriplePattern] = []
  /// What DESCRIBE names beside the solutions' variables.
  var described: [PatternTerm] = []
  var from: [String]?
  var fromNamed: [String]?
  /// Names by ``Variable/index``; those of blank nodes begin with `_:`.
  var names: [String] = []
  var base: String?
}

public import KnowledgeGraph
internal import RDF

/// Reads the graph's own rules.
///
/// ```turtle
/// med:class-effects a kg:InferenceRule ; rdfs:comment "A drug has the adverse effects of its class."@en ;
///   kg:if "?drug kg:memberOfClass ?class . ?class kg:hasAdverseEffect ?effect" ;
///   kg:then "?drug kg:hasAdverseEffect ?effect" .
/// ```
public enum RuleReader {
  private static let most = 500

  /// - Parameter units: how names of units are understood.
  /// - Throws: ``RuleError/badRule(name:problem:)`` for the first rule that is not written as it should be.
  public static func rules(in reader: StoreReader, units: MeasuredUnit.Naming) throws -> [InferenceRule] {
    guard let type = try reader.id(of: .iri(Vocabulary.RDF.type)), let ruleClass = try reader.id(of: .iri(Vocabulary.KG.namespace + "InferenceRule"))
    else { return [] }
    let records = try reader.triples(predicate: type, object: ruleClass, graph: .defaultGraph, limit: most + 1)
    guard records.count <= most else { throw RuleError.badRule(name: "set", problem: "there are more than \(most) rules") }
    var rules: [InferenceRule] = []
    for record in records {
      let name = record.triple.subject.iri.map { PrefixMap.common.shorten($0) ?? $0 } ?? record.triple.subject.description
      let rule = try InferenceRule(
        name, if: try text("if", of: record.subject, name, reader, isNeeded: true),
        where: try texts("where", of: record.subject, reader).sorted().joined(separator: " ; "),
        then: try text("then", of: record.subject, name, reader, isNeeded: true),
        confidence: try confidence(of: record.subject, name, reader))
      for condition in rule.conditions {
        let unknown =
          switch condition {
          case .comparison(let left, _, let right): (left.unitNames + right.unitNames).first { units($0) == nil }
          case .assignment(_, let expression): expression.unitNames.first { units($0) == nil }
          }
        if let unknown { throw RuleError.badRule(name: name, problem: "the unit '\(unknown)' is not known") }
      }
      rules.append(rule)
    }
    return rules.sorted { $0.name < $1.name }
  }

  private static func texts(_ property: String, of rule: EntityID, _ reader: StoreReader) throws -> [String] {
    guard let predicate = try reader.id(of: .iri(Vocabulary.KG.namespace + property)) else { return [] }
    return try reader.triples(subject: rule, predicate: predicate, graph: .defaultGraph, limit: 20).compactMap { $0.triple.object.literal?.lexical }
  }

  private static func text(_ property: String, of rule: EntityID, _ name: String, _ reader: StoreReader, isNeeded: Bool) throws -> String {
    let found = try texts(property, of: rule, reader)
    guard found.count == 1 else {
      throw RuleError.badRule(name: name, problem: found.isEmpty ? "kg:\(property) is missing" : "kg:\(property) is given more than once")
    }
    return found[0]
  }

  private static func confidence(of rule: EntityID, _ name: String, _ reader: StoreReader) throws -> Double {
    let found = try texts("confidence", of: rule, reader)
    guard let first = found.first else { return 1 }
    guard found.count == 1, let value = Double(first) else { throw RuleError.badRule(name: name, problem: "kg:confidence must be one number from 0 to 1") }
    return value
  }
}

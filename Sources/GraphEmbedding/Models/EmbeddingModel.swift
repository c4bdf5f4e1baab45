public import Kernels

/// A scorer with the vectors of a graph's entities and relations.
///
/// With reciprocal relations each relation has a second row for the other direction, number r + R, and (?, p, o) is
/// asked as (o, p⁻¹, ?): better for most graphs (Lacroix et al. 2018), but a triple then has a score a direction.
public final class EmbeddingModel {
  public let scorer: any TripleScorer
  public let hasReciprocals: Bool
  public let relationCount: Int
  /// (N, entity width).
  public let entities: FloatTable
  /// (R or 2·R, relation width).
  public let relations: FloatTable

  public init(scorer: any TripleScorer, entities: Int, relations: Int, hasReciprocals: Bool) {
    precondition(entities > 0 && relations > 0, "EmbeddingModel: \(entities) entities, \(relations) relations")
    self.scorer = scorer
    self.hasReciprocals = hasReciprocals
    relationCount = relations
    self.entities = FloatTable(rows: entities, columns: scorer.entityWidth)
    self.relations = FloatTable(rows: hasReciprocals ? 2 * relations : relations, columns: scorer.relationWidth)
  }

  var tables: [FloatTable] { [entities, relations] }
  /// Bytes of the parameters.
  public var bytes: Int { entities.bytes + relations.bytes }

  /// Draws every element from a normal distribution of mean 0, phases evenly from the circle.
  public func initialise(deviation: Float, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for table in [entities, relations] {
      let phases = scorer.relationsArePhases && table === relations
      var row = [Float](repeating: 0, count: table.columns)
      for i in 0..<table.rows {
        for k in row.indices { row[k] = phases ? Float((2 * random.unit() - 1) * Double.pi) : deviation * random.normal() }
        table.set(row: i, to: row)
      }
    }
  }

  /// Overwrites the vectors with those of a model of the same shape.
  public func copy(from other: EmbeddingModel) {
    entities.copy(from: other.entities)
    relations.copy(from: other.relations)
  }

  /// How the scorer is asked for a direction: the direction it computes, and what is added to relations' numbers.
  func asked(_ direction: QueryDirection) -> (direction: QueryDirection, offset: Int32) {
    hasReciprocals && direction == .subject ? (.object, Int32(relationCount)) : (direction, 0)
  }
}

import Foundation
import GraphEmbedding
import Kernels
import Testing

/// What every scorer keeps: directions agree, and slopes are those of the loss.
@Suite struct ScorerTests {
  static let scorers: [TrainingSettings.Model] = TrainingSettings.Model.allCases

  private func settings(_ model: TrainingSettings.Model, reciprocals: Bool = false) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.model = model
    settings.rank = 16
    settings.hasReciprocals = reciprocals
    settings.rounds = false
    settings.averaging = 0
    return settings
  }

  @Test(arguments: scorers)
  func allDirectionsScoreATripleTheSame(model: TrainingSettings.Model) {
    let embedding = settings(model).makeModel(entities: 9, relations: 3)
    embedding.initialise(deviation: 0.5, seed: 3)
    for level in InstructionSet.available {
      let compute = Compute(pool: ComputePool(threads: 1), instructionSet: level)
      let scoring = EntityScores(model: embedding, batch: 4, compute: compute)
      for subject in 0..<Int32(9) {
        for relation in 0..<Int32(3) {
          let objects = scoring.scores(.object, anchors: [subject], relations: [relation])[0]
          for object in 0..<Int32(9) {
            let subjects = scoring.scores(.subject, anchors: [object], relations: [relation])[0]
            let triple = NumberedTriple(subject, relation, object), own = objects[Int(object)]
            #expect(abs(own - subjects[Int(subject)]) < 1e-4, "\(model) \(triple)")
            guard embedding.scorer.predictsRelations else { continue }
            let query = FloatTable(rows: 1, columns: embedding.scorer.relationWidth)
            embedding.scorer.makeRelationQueries(
              subjects: TableRows(embedding.entities, indices: [subject]), objects: TableRows(embedding.entities, indices: [object]),
              into: TableRows(query), rows: 0..<1, kernels: EmbeddingKernels(level))
            let (asked, answer) = (query.copy(row: 0), embedding.relations.copy(row: Int(relation)))
            let asRelation = zip(asked, answer).reduce(Float(0)) {
              $0 + (embedding.scorer.meeting == .product ? $1.0 * $1.1 : -abs($1.0 - $1.1))
            }
            #expect(abs(asRelation - own) < 1e-4, "\(model) \(triple)")
          }
        }
      }
    }
  }

  /// The loss of the vectors as they are: an epoch of one batch says it before it steps.
  private func loss(_ model: EmbeddingModel, _ triples: [NumberedTriple], _ settings: TrainingSettings) throws -> (Double, EmbeddingModel) {
    let copy = settings.makeModel(entities: model.entities.rows, relations: model.relationCount)
    copy.copy(from: model)
    let trainer = try Trainer(model: copy, triples: triples, settings: settings, compute: Compute(pool: ComputePool(threads: 1)))
    return (try trainer.epoch(), copy)
  }

  @Test(arguments: scorers, [TrainingSettings.Loss.softmax, .logistic, .selfAdversarial(margin: 1, temperature: 0.5)])
  func slopesAreThoseOfTheLoss(model: TrainingSettings.Model, kind: TrainingSettings.Loss) throws {
    // The weights of a self-adversarial loss are held fixed, so its slopes differ from differences of its value unless
    // all of them are equal: temperature 0.
    var settings = self.settings(model, reciprocals: true)
    settings.loss = if case .selfAdversarial = kind { .selfAdversarial(margin: 1, temperature: 0) } else { kind }
    settings.optimiser = .gradientDescent
    settings.rate = 1
    settings.regulariser = 0.05
    settings.relationWeight = 0.5
    settings.batch = 100
    var triples: [NumberedTriple] = []
    for i: Int32 in 0..<12 { triples.append(NumberedTriple(i % 7, i % 3, (i * 3 + 1) % 7)) }
    let start = settings.makeModel(entities: 7, relations: 3)
    start.initialise(deviation: 0.4, seed: 8)
    let (here, stepped) = try loss(start, triples, settings)
    var largest = 0.0, kinks = 0
    for (name, table, after) in [("entity", start.entities, stepped.entities), ("relation", start.relations, stepped.relations)] {
      for row in 0..<table.rows {
        for column in stride(from: row % 3, to: table.columns, by: 3) {
          let value = table[row, column], step: Float = 2e-3
          table[row, column] = value + step
          let more = try loss(start, triples, settings).0
          table[row, column] = value - step
          let less = try loss(start, triples, settings).0
          table[row, column] = value
          // A sum of absolute values has kinks, where the slopes to the left and the right differ and neither is wrong.
          let bend: Double = abs(more + less - 2 * here) / Double(step)
          if model == .transE && bend > 0.008 {
            kinks += 1
            continue
          }
          let expected: Double = (more - less) / Double(2 * step), slope = Double(value - after[row, column])
          let difference: Double = abs(slope - expected), allowed: Double = 0.004 + 0.02 * abs(expected)
          #expect(difference < allowed, "\(name) \(row), \(column): \(slope), not \(expected)")
          largest = max(largest, abs(expected))
        }
      }
    }
    #expect(largest > 0.02, "nothing was learnt")
    #expect(kinks < 40)
  }

  @Test(arguments: scorers)
  func everyModelLearnsTheFamilies(model: TrainingSettings.Model) throws {
    var settings = self.settings(model, reciprocals: true)
    settings.rank = 32
    settings.batch = 64
    settings.epochs = 30
    settings.regulariser = 0.003
    settings.deviation = [.transE, .rotatE, .rotatESquared].contains(model) ? 0.1 : 1e-3
    let run = try TrainingRun(on: TestGraphs.families(), settings: settings, compute: TestGraphs.compute)
    #expect(run.bestValidation > 0.6, "\(model): \(run.bestValidation)")
  }

  @Test(arguments: [TrainingSettings.Loss.logistic, .selfAdversarial(margin: 3, temperature: 1)])
  func otherLossesLearnTheFamiliesToo(loss: TrainingSettings.Loss) throws {
    var settings = self.settings(.complEx, reciprocals: true)
    settings.rank = 32
    settings.batch = 64
    settings.epochs = 30
    settings.regulariser = 0.001
    settings.loss = loss
    let run = try TrainingRun(on: TestGraphs.families(), settings: settings, compute: TestGraphs.compute)
    #expect(run.bestValidation > 0.6, "\(loss): \(run.bestValidation)")
    settings.optimiser = .adamW(decay: 1e-4)
    settings.rate = 0.01
    settings.deviation = 0.1
    let other = try TrainingRun(on: TestGraphs.families(), settings: settings, compute: TestGraphs.compute)
    #expect(other.bestValidation > 0.6, "AdamW, \(loss): \(other.bestValidation)")
  }
}

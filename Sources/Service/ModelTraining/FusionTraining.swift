import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception
import Training
import Wire

/// The reader of questions, trained on the store's own graph: with the shipped wordings of relations, or a team's.
///
/// It is trained twice, as ``ReaderTraining`` tells: on two thirds of the wordings, to know how it does on the rest, and on all.
struct FusionTraining: Sendable {
  private let seed: UInt64
  private let isFresh: Bool
  private let wordings: [RelationWordings.Entry]?

  /// - Throws: ``RequestError`` for wishes that cannot be.
  init(_ request: TrainRequest) throws(RequestError) {
    seed = UInt64(bitPattern: Int64(request.seed ?? 0))
    isFresh = request.fresh ?? false
    wordings = request.wordings?.map { RelationWordings.Entry(relation: $0.relation, wordings: $0.wordings, heldOut: $0.heldOut) }
  }

  func prepare(
    _ name: String, _ folder: TrainedFolder, _ surroundings: ModelTrainingJob.Surroundings, _ shape: ModelTrainingShape
  ) async throws -> @Sendable (ModelTrainingRun) throws -> Void {
    guard let encoder = await surroundings.models.encoderSettled() else {
      throw RequestError(409, "encoder_missing", surroundings.models.encoder.problem ?? "there is no text encoder")
    }
    guard let graphs = ProgramFiles.folder("Graphs", holding: "wordings.jsonl") else {
      throw RequestError(409, "wordings_missing", "the wordings of relations are not installed; Daemon/install.sh puts them in place")
    }
    do {
      let wordings = try self.wordings.map { try RelationWordings($0, name: "the wordings") } ?? RelationWordings(path: graphs + "/wordings.jsonl")
      let others = try ReadingQuestions.others(path: graphs + "/other-wordings.txt")
      let graph = try await surroundings.store.read { try FusionGraph($0, wordings: wordings) }
      return { run in
        var training = ReaderTraining(graph, wordings: wordings, others: others, encoder: encoder)
        training.seed = seed
        try train(name, training, identity: "\(encoder.name), \(graph.edges.count) edges, \(wordings.entries.count) relations", folder, shape, run)
      }
    } catch let error as FusionError {
      throw RequestError(409, "fusion", error.description)
    }
  }

  private func train(
    _ name: String, _ training: ReaderTraining, identity: String, _ folder: TrainedFolder, _ told: ModelTrainingShape, _ run: ModelTrainingRun
  ) throws {
    var shape = told
    let began = ContinuousClock.now
    func trained(_ part: ReadingQuestions.Part, _ label: String) throws -> (ReadingObjective, Training.LearningCurve) {
      shape.phase = .loading
      run.tell(shape)
      let objective = try training.objective(part)
      let curve = try run.train(
        objective, plan: training.plan(for: objective), identity: "\(label) of \(identity)", checkpoint: folder.checkpoint(name + "." + label),
        isFresh: isFresh, shape: &shape)
      return (objective, curve)
    }
    let (first, _) = try trained(.training, "held")
    shape.phase = .judging
    run.tell(shape)
    let accuracy = try training.judge(first, compute: run.compute)
    let (last, curve) = try trained(.all, "all")
    shape.phase = .writing
    run.tell(shape)
    let reader = training.reader(last, of: .all, accuracy: accuracy, compute: run.compute)
    var record = TrainedModelShape(
      what: folder.kind.rawValue, name: name, kind: "reader of questions", base: reader.card.encoder, parameters: last.groups.trainedElements,
      steps: shape.steps, seconds: (ContinuousClock.now - began) / .seconds(1), trained: Date().timeIntervalSince1970)
    record.reading = ReadingAccuracyShape(
      relations: reader.card.relations.count, questions: accuracy.questions, relation: accuracy.relation, domain: accuracy.domain)
    try folder.replace(name, record: record, curve: curve) { try reader.write(to: $0) }
    for label in ["held", "all"] { try? FileManager.default.removeItem(atPath: folder.checkpoint(name + "." + label)) }
    run.finish(&shape, record)
  }
}

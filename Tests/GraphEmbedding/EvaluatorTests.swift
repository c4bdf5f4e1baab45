import Foundation
import GraphEmbedding
import Kernels
import TestFiles
import Testing

/// Filtered ranks against PyKEEN's evaluator and by hand.
@Suite struct EvaluatorTests {
  private struct Recording: Decodable {
    struct Metrics: Decodable {
      var inverse_harmonic_mean_rank, hits_at_1, hits_at_3, hits_at_10, arithmetic_mean_rank: Double
    }
    var entities, relations: Int
    var train, validation, test: [[Int32]]
    var all, objects, subjects: Metrics
  }

  private func numbering(_ count: Int) -> Numbering { Numbering(names: (0..<count).map { "n\($0)" })! }

  @Test func ranksOfTheSameScoresAreThoseOfPyKEEN() throws {
    let path = TestFiles.recording("ranking.json")
    let record = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: path))
    func numbered(_ rows: [[Int32]]) -> [NumberedTriple] { rows.map { NumberedTriple($0[0], $0[1], $0[2]) } }
    let triples = try TripleSet(
      entities: numbering(record.entities), relations: numbering(record.relations), train: numbered(record.train),
      validation: numbered(record.validation), test: numbered(record.test), unseen: .kept)
    // The same formula as in record_ranking.py: many ties.
    func score(_ s: Int, _ p: Int, _ o: Int) -> Float { Float((s * 31 + p * 17 + o * 13 + s * o * 7 + p * o * 5) % 11) }
    let report = Evaluator(triples: triples, compute: TestGraphs.compute).evaluate(
      on: triples.test, entities: record.entities
    ) { direction, triple in
      (0..<record.entities).map { other in
        direction == .object
          ? score(Int(triple.subject), Int(triple.relation), other) : score(other, Int(triple.relation), Int(triple.object))
      }
    }
    for (ours, theirs) in [(report.all, record.all), (report.objects, record.objects), (report.subjects, record.subjects)] {
      #expect(abs(ours.meanReciprocalRank - theirs.inverse_harmonic_mean_rank) < 1e-6)
      #expect(abs(ours.meanRank - theirs.arithmetic_mean_rank) < 1e-5)
      #expect(abs(ours.hitsAt1 - theirs.hits_at_1) < 1e-9)
      #expect(abs(ours.hitsAt3 - theirs.hits_at_3) < 1e-9)
      #expect(abs(ours.hitsAt10 - theirs.hits_at_10) < 1e-9)
    }
  }

  @Test func knownAnswersOfEverySplitAreLeftOutAndTiesTakeTheMeanRank() throws {
    // Entity 0 is asked; 1 is right, 2 known from training, 3 from validation, 4 from another test triple.
    var train = (5..<15).map { NumberedTriple(Int32($0), 0, Int32(($0 + 1) % 15)) }
    train.append(NumberedTriple(0, 0, 2))
    let triples = try TripleSet(
      entities: numbering(15), relations: numbering(1), train: train, validation: [NumberedTriple(0, 0, 3)],
      test: [NumberedTriple(0, 0, 1), NumberedTriple(0, 0, 4)], unseen: .kept)
    // 2, 3 and 4 score above the right one, 5 too, 6 and 7 as much as it.
    var scores = [Float](repeating: 0, count: 15)
    for known in 2...5 { scores[known] = 9 }
    for tied in [1, 6, 7] { scores[tied] = 4 }
    let report = Evaluator(triples: triples, compute: TestGraphs.compute).evaluate(on: [triples.test[0]], entities: 15) { direction, _ in
      direction == .object ? scores : [Float](repeating: 1, count: 15)
    }
    #expect(report.objects.meanRank == 3)  // after 5, level with 6 and 7: the mean of 2, 3 and 4
    #expect(report.subjects.meanRank == 8)  // all fifteen level
    #expect(report.all.count == 2 && report.byRelation[0]?.count == 2)
  }

  @Test func aScoreThatIsNoNumberRanksLast() throws {
    let triples = try TestGraphs.families()
    let report = Evaluator(triples: triples, compute: TestGraphs.compute).evaluate(on: triples.test, entities: 30) { _, _ in
      [Float](repeating: .nan, count: 30)
    }
    #expect(report.all.meanRank == 30)
  }

  @Test func relationsAreSortedIntoFourKinds() {
    var triples: [NumberedTriple] = []
    for i in 0..<6 {
      triples.append(NumberedTriple(Int32(i), 0, Int32(i + 10)))  // one to one
      triples.append(NumberedTriple(Int32(i / 3), 1, Int32(i)))  // a subject has three objects
      triples.append(NumberedTriple(Int32(i), 2, Int32(i / 3)))  // an object has three subjects
      for j in 0..<6 { triples.append(NumberedTriple(Int32(i), 3, Int32(j))) }
    }
    #expect(RelationCategory.ofRelations(in: triples, relations: 4) == [.oneToOne, .oneToMany, .manyToOne, .manyToMany])
  }
}

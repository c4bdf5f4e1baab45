internal import Foundation
internal import Fusion
internal import Kernels
internal import KnowledgeGraph
internal import Perception

/// Ranks the pictures among the passages that were found anew: by what their lines share with the question, and by what sort of picture it names.
///
/// A search finds the pictures about a thing; which of them is meant stands in words that none of them has. Pictures keep the places that they have among
/// all passages together; only which of them has which changes.
struct PictureOrder: Sendable {
  /// Passages among which pictures are looked for.
  static let read = 40

  private let ranker: PictureRanker
  private let encoder: TextEncoder
  private let compute: Compute

  /// - Returns: nil for a ranker that learnt from another encoder.
  init?(_ ranker: PictureRanker?, encoder: TextEncoder, compute: Compute = .shared) {
    guard let ranker, ranker.encoder == encoder.name else { return nil }
    (self.ranker, self.encoder, self.compute) = (ranker, encoder, compute)
  }

  /// - Parameters:
  ///   - passages: best first.
  ///   - states: of the question's word pieces.
  /// - Returns: the passages in their new order, and the pictures with the shares that they have of all, best first; none where there were not two.
  func ranked(
    _ passages: [EvidencePassage], _ question: UnderstoodQuestion, states: [[Float]], store: StoreReader
  ) throws -> (passages: [EvidencePassage], pictures: [EvidencePicture]) {
    guard let vector = question.vector else { return (passages, []) }
    var seen: Set<DocumentID> = [], found: [(document: DocumentID, picture: StoredPicture, score: Double)] = []
    for passage in passages where found.count < PictureRanker.most && seen.insert(passage.document).inserted {
      guard let picture = try store.picture(of: passage.document, encoder: encoder.name), picture.lines.allSatisfy({ $0.vector.count == vector.count }) else {
        continue
      }
      found.append((passage.document, picture, passage.score))
    }
    guard found.count > 1 else { return (passages, found.map { EvidencePicture(document: $0.document, picture: $0.picture, share: 1) }) }
    let sorts = try ranker.sorts(by: encoder)
    let list = PictureList(
      question: question.text, words: states, vector: vector,
      pictures: found.map { entry in SeenPicture(entry.picture, sort: entry.picture.sort.flatMap(PictureSort.init).flatMap { sorts[$0] }) },
      prior: found.map { Float($0.score) })
    let scores = ranker.rank(list, compute: compute).map(Double.init), best = scores.max() ?? 0
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }, sum = scores.reduce(0) { $0 + exp($1 - best) }
    var factors: [DocumentID: Double] = [:]
    // The search's scores fall from picture to picture: the one that comes first now gets the largest. Where two are alike, the order still tells.
    for (place, index) in order.enumerated() {
      factors[found[index].document] = found[place].score * (1 - 1e-9 * Double(place)) / max(found[index].score, 1e-12)
    }
    let moved = passages.map { passage in
      guard let factor = factors[passage.document] else { return passage }
      var passage = passage
      passage.score *= factor
      return passage
    }
    let sorted = moved.indices.sorted { (moved[$1].score, $0) < (moved[$0].score, $1) }.map { moved[$0] }
    return (sorted, order.map { EvidencePicture(document: found[$0].document, picture: found[$0].picture, share: exp(scores[$0] - best) / sum) })
  }
}

/// A picture among the evidence.
struct EvidencePicture: Sendable {
  let document: DocumentID
  let picture: StoredPicture
  /// From 0 to 1: how likely it is the one that is meant, if one of the evidence is.
  let share: Double
}

import Fusion
import Kernels

/// The small weights that lie with the program beside the reader's: those that rank passages. Looked for once.
final class WeightsShelf: Sendable {
  let ranker: PassageReranker?
  /// Why there is none.
  let rankerProblem: String?

  init(compute: Compute) {
    (ranker, rankerProblem) = Self.read(
      PassageRanker.shippedName, without: "the weights that rank passages are not installed; passages are ranked by words, vectors and graph alone"
    ) { try PassageReranker(path: $0, compute: compute) }
  }

  private static func read<Weights>(_ file: String, without problem: String, _ make: (String) throws -> Weights) -> (Weights?, String?) {
    guard let folder = ProgramFiles.folder("fusion", holding: file, source: "Daemon/fusion") else { return (nil, problem) }
    do { return (try make(folder + "/" + file), nil) } catch { return (nil, "\(error)") }
  }
}

import Fusion
import Kernels

/// The small weights beside the reader's: those that tell misspelt names, and, where somebody made them, those that rank passages. Looked for once.
final class WeightsShelf: Sendable {
  let ranker: PassageReranker?
  let linker: FusionLinker?
  /// Why there is none; nil for a ranker that nobody made.
  let rankerProblem, linkerProblem: String?

  init(compute: Compute) {
    (ranker, rankerProblem) = Self.read(PassageRanker.shippedName, without: nil) { try PassageReranker(path: $0, compute: compute) }
    (linker, linkerProblem) = Self.read(
      FusionLinker.shippedName, without: "the weights that tell misspelt names are not installed; names are found as they are written"
    ) { try FusionLinker(path: $0, compute: compute) }
  }

  private static func read<Weights>(_ file: String, without problem: String?, _ make: (String) throws -> Weights) -> (Weights?, String?) {
    guard let folder = ProgramFiles.folder("fusion", holding: file, source: "Daemon/fusion") else { return (nil, problem) }
    do { return (try make(folder + "/" + file), nil) } catch { return (nil, "\(error)") }
  }
}

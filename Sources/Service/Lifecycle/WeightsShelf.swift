import Fusion
import Kernels

/// The small weights beside the reader's: those that tell misspelt names, those that rank pictures, and, where somebody made them, those that rank
/// passages. Looked for once.
final class WeightsShelf: Sendable {
  let ranker: PassageReranker?
  let linker: FusionLinker?
  let pictures: PictureRanker?
  /// Why there is none; nil for a ranker that nobody made.
  let rankerProblem, linkerProblem, picturesProblem: String?

  init(compute: Compute) {
    (ranker, rankerProblem) = Self.read(PassageRanker.shippedName, without: nil) { try PassageReranker(path: $0, compute: compute) }
    (linker, linkerProblem) = Self.read(
      FusionLinker.shippedName, without: "the weights that tell misspelt names are not installed; names are found as they are written"
    ) { try FusionLinker(path: $0, compute: compute) }
    (pictures, picturesProblem) = Self.read(
      PictureRanker.shippedName, without: "the weights that rank pictures are not installed; pictures are ranked as they are found"
    ) { try PictureRanker(path: $0) }
  }

  private static func read<Weights>(_ file: String, without problem: String?, _ make: (String) throws -> Weights) -> (Weights?, String?) {
    guard let folder = ProgramFiles.folder("fusion", holding: file, source: "Daemon/fusion") else { return (nil, problem) }
    do { return (try make(folder + "/" + file), nil) } catch { return (nil, "\(error)") }
  }
}

import Foundation
import Fusion
import Kernels
import Synchronization

/// The weights that read questions: those trained on this store, else those that ship with the program.
final class ReaderShelf: Sendable {
  /// What the reader trained on this store is called.
  static let ownName = "all"

  private struct Kept {
    /// Of the folder's card; nil before the first look.
    var stamp: Date?
    var reader: FusionReader?
    /// Why there is none.
    var problem: String?
  }

  private let own: TrainedFolder
  private let compute: Compute
  private let kept = Mutex(Kept())

  init(state: String, compute: Compute) {
    own = TrainedFolder(.fusion, state: state)
    self.compute = compute
  }

  /// The reader as it is now: one that was trained since the last look is read.
  var reader: FusionReader? { current.reader }
  var problem: String? { current.problem }

  private var current: Kept {
    let folder = [own.folder(Self.ownName), ProgramFiles.folder("fusion", holding: Self.card, source: "Daemon/fusion")]
      .compactMap(\.self).first { FileManager.default.fileExists(atPath: $0 + "/" + Self.card) }
    let attributes = folder.flatMap { try? FileManager.default.attributesOfItem(atPath: $0 + "/" + Self.card) }
    let stamp = attributes?[.modificationDate] as? Date ?? .distantPast
    return kept.withLock { kept in
      if kept.stamp == stamp { return kept }
      kept = Kept(stamp: stamp)
      guard let folder else {
        kept.problem = "the weights that read questions are not installed; questions are read by their words alone"
        return kept
      }
      do { kept.reader = try FusionReader(folder: folder, compute: compute) } catch { kept.problem = "\(error)" }
      return kept
    }
  }

  private static let card = "config.json"
}

import Foundation
import Fusion
import Kernels
import Synchronization

/// The weights that read questions: those trained on this store, else those that ship with the program.
final class ReaderShelf: Sendable {
  /// What the reader trained on this store is called.
  static let ownName = "all"

  private struct Kept {
    /// Where it lies, and of when the card there is; nil before the first look.
    var folder: String?
    var stamp: Date?
    var reader: FusionReader?
    /// Why there is none.
    var problem: String?
  }

  private let own: TrainedFolder
  /// The folder of those that ship; nil where they are not installed.
  private let shipped = ProgramFiles.folder("fusion", holding: card, source: "Daemon/fusion")
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
    var folder = shipped, stamp = Date.distantPast
    for path in [own.folder(Self.ownName), shipped].compactMap(\.self) {
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + Self.card) else { continue }
      (folder, stamp) = (path, attributes[.modificationDate] as? Date ?? .distantPast)
      break
    }
    return kept.withLock { kept in
      if kept.folder == folder, kept.stamp == stamp { return kept }
      kept = Kept(folder: folder, stamp: stamp)
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

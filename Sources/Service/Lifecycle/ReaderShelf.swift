import Foundation
import Fusion
import Glibc
import Kernels

/// The weights that read questions: those trained on this store, else those that ship with the program.
struct ReaderShelf: Sendable {
  let reader: FusionReader?
  /// Why there is none.
  let problem: String?

  /// The folder beside a store where `kgassist train fusion` leaves its weights.
  static func ownFolder(ofStore path: String) -> String { path + ".fusion" }

  init(store: String, compute: Compute) {
    var problem: String?
    for folder in [Self.ownFolder(ofStore: store)] + Self.shipped where FileManager.default.fileExists(atPath: folder + "/config.json") {
      do {
        reader = try FusionReader(folder: folder, compute: compute)
        self.problem = nil
        return
      } catch { problem = "\(error)" }
    }
    reader = nil
    self.problem = problem ?? "the weights that read questions are not installed; questions are read by their words alone"
  }

  /// Where the program's own files lie: beside an installed one in `share`, else in the source that it was built from.
  private static let shipped: [String] = {
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return [] }
    let folder = URL(filePath: path).deletingLastPathComponent()
    var places = [folder.appending(path: "../share/kgassist/fusion").standardized.path]
    var parent = folder
    for _ in 0..<5 {
      parent.deleteLastPathComponent()
      places.append(parent.path + "/Daemon/fusion")
    }
    return places
  }()
}

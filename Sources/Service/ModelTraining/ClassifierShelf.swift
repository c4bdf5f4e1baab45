import Foundation
import Kernels
import Perception
import Wire

/// The classifiers of the state folder, in memory for as long as their files stay as they are.
actor ClassifierShelf {
  /// One with an encoder of its own takes 90 MB.
  private static let most = 4

  nonisolated let folder: TrainedFolder
  private let compute: Compute
  /// Least recently used first.
  private var kept: [(name: String, stamp: Date, classifier: TextClassifier)] = []

  init(state: String, compute: Compute) {
    folder = TrainedFolder(.classifier, state: state)
    self.compute = compute
  }

  /// - Parameter encoder: the one that heads stand on.
  /// - Throws: 404 for a name that there is not.
  func classifier(_ name: String, encoder: TextEncoder) throws -> TextClassifier {
    let path = try folder.found(name)
    let stamp = (try? FileManager.default.attributesOfItem(atPath: path + "/" + TextClassifier.headName))?[.modificationDate] as? Date ?? .distantPast
    if let index = kept.firstIndex(where: { $0.name == name }) {
      let found = kept.remove(at: index)
      if found.stamp == stamp {
        kept.append(found)
        return found.classifier
      }
    }
    let classifier: TextClassifier
    do { classifier = try TextClassifier(folder: path, encoder: encoder, compute: compute) } catch {
      throw RequestError(409, "classifier", "the classifier \(name) cannot be used: \(error)", parameter: "model")
    }
    kept.append((name, stamp, classifier))
    if kept.count > Self.most { kept.removeFirst() }
    return classifier
  }
}

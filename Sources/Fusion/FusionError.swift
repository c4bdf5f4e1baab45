/// Why questions or their Transformer cannot be made.
public enum FusionError: Error, CustomStringConvertible, Equatable {
  case unreadable(path: String)
  case badWording(path: String, line: Int, reason: String)
  case tooSmall(edges: Int)
  case badWeights(path: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path) cannot be read; it lies in the folder Graphs of the source and is installed beside the graphs"
    case .badWording(let path, let line, let reason): "\(path), line \(line): \(reason)"
    case .badWeights(let path, let reason): "\(path): \(reason); train it again with kgassist train fusion, or take the shipped weights"
    case .tooSmall(let edges):
      "only \(edges) edges have a relation with wordings; at least 200 are needed. Import the graphs first: kgassist graph import Graphs/*/graph.ttl"
    }
  }
}

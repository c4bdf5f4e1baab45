/// Why a graph cannot be loaded or run: the file, the node, and what is wrong there.
public struct GraphError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The file.
  public let path: String
  /// The node's name and operation, where one is at fault.
  public let node: String?
  public let problem: String

  public var description: String {
    "\(path): \(node.map { "the node \($0) " } ?? "")\(problem)"
  }
}

import Kernels

/// Floats of a tensor, which go back to the workspace they came from when nobody needs them any more.
///
/// Sendable because it is written by its one owner before anybody else sees it: operators overwrite only what they made, or hold alone.
final class GraphBuffer: @unchecked Sendable {
  let activations: Activations
  private let workspace: GraphWorkspace?

  /// Floats that belong to `workspace`, or to nobody: a constant.
  init(_ activations: Activations, workspace: GraphWorkspace?) {
    self.activations = activations
    self.workspace = workspace
  }

  /// Whether it is one of the graph's own, which several runs read at once.
  var isConstant: Bool { workspace == nil }

  deinit { workspace?.takeBack(activations) }
}

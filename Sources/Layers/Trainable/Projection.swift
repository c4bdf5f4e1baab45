public import Kernels

/// A linear map that slopes pass back through: trained, frozen, or frozen with a trained addition.
public protocol Projection: AnyObject {
  /// K.
  var inputs: Int { get }
  /// N.
  var outputs: Int { get }
  /// What is trained of it, in an order that does not change.
  var parameters: [Parameter] { get }

  /// `x` is (T, K), `y` becomes (T, N).
  func forward(_ x: Activations, into y: Activations, pass: TrainingPass)

  /// Adds to the gradients of the parameters, and passes the slopes on.
  ///
  /// - Parameters:
  ///   - dy: (T, N) the slopes of the last ``forward(_:into:pass:)``, whose `x` and `pass` are given again.
  ///   - dx: becomes (T, K), or with `adding` grows by that; nil where nobody wants it.
  func backward(_ dy: Activations, input x: Activations, into dx: Activations?, adding: Bool, pass: TrainingPass)
}

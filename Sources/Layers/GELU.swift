public import Kernels

/// y = x · Φ(x), the exact form with the error function. Source: Hendrycks and Gimpel 2016.
public enum GELU {
  /// In place. Tolerance: 10⁻⁶ for the error function.
  public static func apply(to x: Activations, compute: Compute) { compute.gelu(x) }
}

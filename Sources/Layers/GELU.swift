import Glibc
public import Kernels

/// y = x · Φ(x), the exact form with the error function. Source: Hendrycks and Gimpel 2016.
public enum GELU {
  /// In place.
  public static func apply(to x: Activations, compute: Compute) {
    for i in 0..<x.rows * x.columns {
      let v = unsafe x.pointer[i]
      unsafe x.pointer[i] = 0.5 * v * (1 + erff(v * 0.70710678))
    }
  }
}

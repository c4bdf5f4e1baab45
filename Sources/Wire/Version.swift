/// The version that all programs of this package have.
public enum Version {
  public static let current = "0.1.0"
}

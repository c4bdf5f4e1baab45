import FoundationEssentials

/// The contract's JSON: keys as the shapes name them, slashes unescaped, keys in a fixed order so that equal values are
/// equal bytes.
public enum WireJSON {
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  /// - Throws: ``WireJSONError`` naming the key that is missing or of another type.
  public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws(WireJSONError) -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw WireJSONError(error)
    } catch {
      throw WireJSONError(message: "the JSON cannot be read", key: nil)
    }
  }
}

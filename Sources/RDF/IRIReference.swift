/// An IRI or relative reference split into its five parts, and the resolution of one against the other.
///
/// Source: RFC 3986, section 5.2 (strict) and 5.3; IRIs are treated as RFC 3987 section 6.5 says, byte for byte.
package struct IRIReference {
  var scheme: Substring?
  var authority: Substring?
  var path: Substring
  var query: Substring?
  var fragment: Substring?

  package init(_ text: String) {
    var rest = text[...]
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
      fragment = rest[rest.utf8.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = rest[rest.utf8.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let end = Self.schemeEnd(rest) {
      scheme = rest[..<end]
      rest = rest[rest.utf8.index(after: end)...]
    }
    if rest.utf8.starts(with: "//".utf8) {
      let afterSlashes = rest.utf8.index(rest.startIndex, offsetBy: 2)
      let end = rest[afterSlashes...].utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = rest[afterSlashes..<end]
      rest = rest[end...]
    }
    path = rest
  }

  package static func hasScheme(_ text: String) -> Bool { schemeEnd(text[...]) != nil }

  /// The colon after a valid scheme.
  private static func schemeEnd(_ text: Substring) -> String.Index? {
    var index = text.startIndex
    var isFirst = true
    while index < text.endIndex {
      switch text.utf8[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if isFirst { return nil }
      case UInt8(ascii: ":"): return isFirst ? nil : index
      default: return nil
      }
      isFirst = false
      index = text.utf8.index(after: index)
    }
    return nil
  }

  /// This reference, made absolute against `base`.
  package func resolved(against base: IRIReference) -> String {
    var target = self
    if scheme != nil {
      target.path = Self.removingDotSegments(path)
    } else {
      target.scheme = base.scheme
      if authority != nil {
        target.path = Self.removingDotSegments(path)
      } else {
        target.authority = base.authority
        if path.isEmpty {
          target.path = base.path
          target.query = query ?? base.query
        } else if path.utf8.first == UInt8(ascii: "/") {
          target.path = Self.removingDotSegments(path)
        } else {
          target.path = Self.removingDotSegments(Self.merge(base, path))
        }
      }
    }
    return target.text
  }

  private var text: String {
    var result = ""
    if let scheme { result += scheme + ":" }
    if let authority { result += "//" + authority }
    result += path
    if let query { result += "?" + query }
    if let fragment { result += "#" + fragment }
    return result
  }

  private static func merge(_ base: IRIReference, _ path: Substring) -> Substring {
    if base.authority != nil, base.path.isEmpty { return "/" + path }
    guard let slash = base.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return base.path[...slash] + path
  }

  /// RFC 3986, section 5.2.4, over whole segments.
  private static func removingDotSegments(_ path: Substring) -> Substring {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
    let isRooted = path.utf8.first == UInt8(ascii: "/")
    var output: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      if segment == "." {
        if isLast { output.append("") }
      } else if segment == ".." {
        // The empty segment before a leading slash stays.
        if output.count > (isRooted ? 1 : 0) { output.removeLast() }
        if isLast { output.append("") }
      } else {
        output.append(segment)
      }
    }
    return output.joined(separator: "/")[...]
  }
}

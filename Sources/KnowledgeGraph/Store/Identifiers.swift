/// A document's name for ever: `sha256:` and the hexadecimal digest of its original bytes.
public typealias DocumentID = String

/// A row's number in the store, with the kind of row in its type.
public protocol StoreID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible where RawValue == Int64 {}

extension StoreID {
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  public var description: String { String(rawValue) }
}

/// A term of the graph. Every subject, predicate and object has one; the entities among them are the IRIs that carry a label.
@frozen public struct EntityID: StoreID {
  public let rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A piece of a document.
@frozen public struct PassageID: StoreID {
  public let rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A triple, for as long as at least one source asserts it. Numbers are not given twice.
@frozen public struct TripleID: StoreID {
  public let rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A job of the daemon's queue.
@frozen public struct JobID: StoreID {
  public let rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// One item of a job.
@frozen public struct JobItemID: StoreID {
  public let rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Where a body goes that is too large for memory. One sink takes one body, from its first byte to its last, and belongs to the request from then on.
public protocol HTTPBodySink: AnyObject, Sendable {
  func append(_ bytes: ArraySlice<UInt8>) throws(HTTPProblem)
}

/// Decides on bodies above ``HTTPLimits/body`` once the head is known: a sink for those that are taken, or the refusal.
public typealias HTTPBodySinkOpener = @Sendable (_ method: String, _ path: [String], _ length: Int) throws(HTTPProblem) -> any HTTPBodySink

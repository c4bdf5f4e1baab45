import Foundation

/// One result: a line of JSON on stdout.
struct BenchLine: Encodable {
  var `case`: String
  var what: String
  var value: Double
  var unit: String
  var threads: Int
  var isa: String
  var model: String?
  var runs: Int
  var peer: String?
  var peer_value: Double?
  var ratio: Double?
  /// The peer's processor seconds by ours: what is left of `ratio` when other programs take the processors away.
  var cpu_ratio: Double?
  /// Operations of the weights' products in a second, in thousands of millions.
  var gops: Double?
  /// Bytes of weights read in a second, in thousands of millions.
  var gbps: Double?
  /// Of the machine's measured peak or read bandwidth on the same threads.
  var share: Double?

  func print() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
  }
}

/// The middle value; of an even number the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// Rounded to four significant digits: more would only show noise.
func rounded(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let scale = pow(10, 3 - floor(log10(abs(value))))
  return (value * scale).rounded() / scale
}

func seconds(_ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let duration = try clock.measure { try work() }
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// Processor time that all threads of this process have used.
func processorSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

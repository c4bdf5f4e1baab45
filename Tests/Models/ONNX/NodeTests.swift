import Foundation
import Kernels
import Models
import TestFiles
import Testing

/// The ONNX project's own tests of single operators.
@Suite struct NodeTests {
  private static let recording = TestFiles.recording("onnx-nodes.bin")

  @Test(arguments: InstructionSet.available) func everyRecordedCaseGivesItsOutputs(_ level: InstructionSet) throws {
    let cases = try NodeCase.recorded(at: Self.recording), compute = Compute(pool: .shared, instructionSet: level)
    #expect(cases.count >= 600)
    var passed = 0
    for one in cases {
      do {
        let difference = try one.difference(compute)
        #expect(difference == nil, "\(one.name)")
        if difference == nil { passed += 1 }
      } catch { Issue.record("\(one.name): \(error)") }
    }
    print("ONNX node tests on \(level): \(passed)/\(cases.count)")
  }
}

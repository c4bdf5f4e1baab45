import Foundation
import Kernels
import Models
import TestFiles
import Testing
import Weights

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

  /// Bytes changed at random: a damaged file costs an error of its own kind, never the process.
  @Test func aDamagedFileIsAnErrorOfItsOwnKind() throws {
    let cases = try NodeCase.recorded(at: Self.recording), compute = Compute.shared
    var random = SeededGenerator(seed: 7), failed = 0
    for one in cases {
      for _ in 0..<4 {
        var model = one.model
        for _ in 0..<Int.random(in: 1...3, using: &random) where !model.isEmpty {
          model[Int.random(in: model.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        do { _ = try NodeCase(name: one.name, model: model, inputs: one.inputs, outputs: one.outputs).difference(compute) } catch {
          failed += 1
          #expect(error is WeightFileError || error is GraphError, "\(one.name): \(error)")
        }
      }
    }
    #expect(failed > cases.count)
  }
}

import CKernels
import Glibc

/// A level of kernels, from the one every machine has to the widest.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
  /// Plain C for the baseline of the architecture: the reference.
  case portable
  /// arm64 with the dot product of bytes.
  case neon
  /// AVX2 with FMA and F16C.
  case avx2
  /// AVX2 with the dot product of bytes on 256 bits, where there is no AVX-512.
  case avxvnni
  /// AVX-512 F, BW, VL, DQ and VNNI.
  case avx512

  var level: Int32 {
    switch self {
    case .portable: Int32(KG_LEVEL_PORTABLE)
    case .neon: Int32(KG_LEVEL_NEON)
    case .avx2: Int32(KG_LEVEL_AVX2)
    case .avxvnni: Int32(KG_LEVEL_AVXVNNI)
    case .avx512: Int32(KG_LEVEL_AVX512)
    }
  }

  /// The levels this CPU and its operating system can run, lowest first.
  public static var available: [InstructionSet] { allCases.filter { kg_level_available($0.level) != 0 } }

  /// The widest available level, or the one that the environment variable `KGASSIST_ISA` names, if it is available.
  /// A name that is not is ignored: an old setting must not keep the program from starting.
  public static var best: InstructionSet {
    let available = self.available
    if let name = unsafe getenv("KGASSIST_ISA"), let wanted = InstructionSet(rawValue: unsafe String(cString: name)),
      available.contains(wanted)
    {
      return wanted
    }
    return available.last ?? .portable
  }

  public static func < (left: InstructionSet, right: InstructionSet) -> Bool { left.level < right.level }
}

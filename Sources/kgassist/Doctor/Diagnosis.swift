import Foundation
import Glibc
import Wire

/// Everything that `doctor` looks at, as one object.
struct Diagnosis: Encodable {
  struct SettingLine: Encodable { let name: String, value: String?, origin: String }
  struct LibraryLine: Encodable { let name: String, version: String? }
  struct ModelLine: Encodable { let role: String, file: String, sha256: String?, state: String }
  struct Finding: Encodable {
    let problem: String
    let command: String?
    /// Whether questions can be answered without it.
    let isNeeded: Bool
  }

  var version = Version.current
  var settings: [SettingLine] = []
  var processor = ""
  var features: [String] = []
  var instructionSet = ""
  var processors = 0
  var libraries: [LibraryLine] = []
  var programs: [LibraryLine] = []
  var models: [ModelLine] = []
  var daemon: String?
  var findings: [Finding] = []

  init(_ settings: Settings) {
    look(settings)
    lookAtProcessor(settings)
    lookAtLibraries()
    lookAtModels(settings)
    lookAtDaemon(settings)
  }

  var isHealthy: Bool { !findings.contains(where: \.isNeeded) }

  private mutating func look(_ settings: Settings) {
    for setting in Setting.allCases {
      let value = settings[setting]
      self.settings.append(SettingLine(name: setting.rawValue, value: value.text, origin: value.origin.description))
    }
    let state = settings.text(.state)
    if unsafe access(state, F_OK) == 0, unsafe access(state, W_OK) != 0 {
      findings.append(
        Finding(problem: "the state folder \(state) cannot be written by you; the service's daemon may", command: nil, isNeeded: false))
    }
  }

  private mutating func lookAtProcessor(_ settings: Settings) {
    let found = Processor()
    processor = found.name
    features = found.features
    processors = found.usable
    instructionSet = settings[.instructionSet].text ?? found.instructionSet
    if found.instructionSet == "portable" {
      findings.append(
        Finding(problem: "this processor lacks AVX2; answers will be slow", command: nil, isNeeded: false))
    }
  }

  private mutating func lookAtLibraries() {
    for library in Libraries.all {
      let version = Libraries.version(library)
      libraries.append(LibraryLine(name: library.name, version: version))
      if version == nil, library.isNeeded {
        findings.append(
          Finding(problem: "\(library.name) is missing", command: "sudo apt-get install \(library.package)", isNeeded: true))
      }
    }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for (program, purpose, package) in [
      ("pdftotext", "PDF files cannot be read", "poppler-utils"), ("pdftoppm", "pages of PDF files cannot be read as pictures", "poppler-utils"),
      ("djpeg", "JPEG pictures cannot be read", "libjpeg-turbo-progs"),
    ] {
      let place: String? = folders.map { "\($0)/\(program)" }.first { unsafe access($0, X_OK) == 0 }
      programs.append(LibraryLine(name: program, version: place))
      if place == nil {
        findings.append(Finding(problem: "\(program) is missing; \(purpose)", command: "sudo apt-get install \(package)", isNeeded: false))
      }
    }
  }

  private mutating func lookAtModels(_ settings: Settings) {
    let folder = settings.text(.models)
    var cache = DigestCache()
    for model in KnownModel.all {
      let path = folder + "/" + model.file
      guard unsafe access(path, F_OK) == 0 else {
        if model.isNeeded {
          findings.append(Finding(problem: "the \(model.role) is missing at \(path)", command: model.command, isNeeded: true))
        }
        continue
      }
      let digest = cache.digest(of: path)
      let isRight = digest == model.digest
      models.append(ModelLine(role: model.role, file: path, sha256: digest, state: isRight ? "as released" : digest == nil ? "unreadable" : "different"))
      if !isRight {
        findings.append(
          Finding(
            problem: "\(path) is \(digest == nil ? "not readable" : "not the file that was released (broken off, or changed)")",
            command: model.command, isNeeded: model.isNeeded))
      }
    }
    let known = Set(KnownModel.all.map(\.file))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where name.hasSuffix(".gguf") && !known.contains(name) {
      models.append(ModelLine(role: "decoder, your own", file: folder + "/" + name, sha256: cache.digest(of: folder + "/" + name), state: "unknown"))
    }
    lookAtOwn(settings, folder, &cache)
    let own = settings.text(.state) + "/decoders"
    let trained = ((try? FileManager.default.contentsOfDirectory(atPath: own)) ?? []).sorted().filter {
      !$0.hasPrefix(".") && FileManager.default.fileExists(atPath: "\(own)/\($0)/model.gguf")
    }
    for name in trained {
      let path = "\(own)/\(name)/model.gguf"
      models.append(ModelLine(role: "decoder, trained here", file: path, sha256: cache.digest(of: path), state: "unknown"))
    }
    let wanted = settings[.decoder].text.map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
    let isTrained = settings[.decoder].text.map(trained.contains) ?? false
    if let wanted, !isTrained, unsafe access(wanted, F_OK) != 0 {
      findings.append(Finding(problem: "the decoder \(wanted) that \(settings[.decoder].origin) names is missing", command: "Daemon/fetch-models.sh", isNeeded: true))
    } else if wanted == nil, !models.contains(where: { $0.role.hasPrefix("decoder") }) {
      findings.append(
        Finding(problem: "there is no decoder in \(folder); answers quote the evidence", command: "Daemon/fetch-models.sh", isNeeded: false))
    }
  }

  /// A speech model and an encoder of pictures that the settings name.
  private mutating func lookAtOwn(_ settings: Settings, _ folder: String, _ cache: inout DigestCache) {
    for (setting, role, file) in [(Setting.speech, "speech, your own", "/model.bin"), (.imageEncoder, "pictures, your own", "")] {
      guard let name = settings[setting].text else { continue }
      let path = (name.hasPrefix("/") ? name : folder + "/" + name) + file
      if unsafe access(path, R_OK) == 0 {
        models.append(ModelLine(role: role, file: path, sha256: cache.digest(of: path), state: "unknown"))
      } else {
        findings.append(
          Finding(problem: "\(path), which \(setting.rawValue) (\(settings[setting].origin)) names, is missing or cannot be read", command: nil, isNeeded: false))
      }
    }
  }

  private mutating func lookAtDaemon(_ settings: Settings) {
    let path = DaemonClient.socket(settings)
    do {
      let version = try DaemonClient().get(["version"], as: VersionShape.self)
      let install = "Daemon/install.sh"
      let commands = ["reader": "\(install), or kgassist train fusion", "ranker": install, "linker": install, "picture ranker": install]
      for model in try DaemonClient().get(["v1", "models"], as: ModelList.self).data {
        // Without them answering goes on by plainer means.
        guard let problem = model.message, let command = commands[model.role] else { continue }
        findings.append(Finding(problem: problem, command: command, isNeeded: false))
      }
      daemon = "kgassistd \(version.version), process \(version.pid), at \(path)"
      if version.version != Version.current {
        findings.append(Finding(problem: "the daemon has version \(version.version), this client \(Version.current)", command: "restart the daemon", isNeeded: false))
      }
    } catch let failure as Failure where failure.exitCode == ExitCode.noDaemon {
      findings.append(Finding(problem: "no daemon serves \(path)", command: "kgassistd &", isNeeded: true))
    } catch {
      findings.append(Finding(problem: "\(error)", command: nil, isNeeded: true))
    }
  }
}

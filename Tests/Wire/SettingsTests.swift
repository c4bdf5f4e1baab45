import Testing
import Wire

@Suite struct SettingsTests {
  private func settings(
    flags: [Setting: String] = [:], _ environment: [String: String] = [:], file: String? = nil
  ) throws -> Settings {
    var environment = environment
    if environment["HOME"] == nil { environment["HOME"] = "/home/a" }
    return try Settings(flags: flags, environment: environment, file: file.map { Array($0.utf8) }, filePath: "/conf", uid: 7)
  }

  @Test func aFlagGoesBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws {
    let file = "# a remark\n\nKGASSIST_STATE=\"/file\"\nOTHER=x\n"
    let all = try settings(flags: [.state: "/flag"], ["KGASSIST_STATE": "/env"], file: file)
    #expect(all[.state] == .init(text: "/flag", origin: .flag("--state")))
    #expect(try settings(["KGASSIST_STATE": "/env"], file: file)[.state] == .init(text: "/env", origin: .environment))
    #expect(try settings(file: file)[.state] == .init(text: "/file", origin: .file(path: "/conf", line: 3)))
    #expect(try settings()[.state] == .init(text: "/home/a/.local/state/kgassist", origin: .standard))
  }

  @Test func placesFollowTheBaseDirectories() throws {
    #expect(try settings(["XDG_RUNTIME_DIR": "/run/user/7"]).text(.socket) == "/run/user/7/kgassist/kgassist.sock")
    #expect(try settings(["TMPDIR": "/t/"]).text(.socket) == "/t/kgassist-7/kgassist.sock")
    #expect(try settings().text(.socket) == "/tmp/kgassist-7/kgassist.sock")
    #expect(try settings(["XDG_STATE_HOME": "/s"]).text(.models) == "/s/kgassist/models")
    #expect(try settings(["KGASSIST_STATE": "/w"]).text(.models) == "/w/models")
  }

  @Test func whatCannotBeUsedIsNamedWithItsPlace() {
    func message(_ environment: [String: String], file: String? = nil) -> String {
      do {
        _ = try settings(environment, file: file)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message(["KGASSIST_THREADS": "many"]).contains("KGASSIST_THREADS=many"))
    #expect(message(["KGASSIST_THREADS": "0"]).contains("KGASSIST_THREADS=0"))
    #expect(message(["KGASSIST_ISA": "mmx"]).contains("mmx"))
    #expect(message(["KGASSIST_SOCKET": "relative"]).contains("KGASSIST_SOCKET"))
    #expect(message([:], file: "KGASSIST_TREADS=2").contains("/conf, line 1"))
    #expect(message([:], file: "\n\nnonsense").contains("/conf, line 3"))
  }
}

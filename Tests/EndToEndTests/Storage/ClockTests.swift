import Foundation
import TestKit
import Testing
import Wire

/// The real server with a wall clock that somebody sets, by Debian's libfaketime.
@Suite(.enabled(if: FakeClock.library != nil, "there is no libfaketime: apt-get install faketime"))
struct ClockTests {
    @Test func `nobody waits shorter or longer for a clock that is set between two servers`() throws {
        let data = try DataFolder()
        let options = ["--cooldown", "3600000", "--charges", "2"]
        let first = try ToileProcess(options, data: data.path)
        let session = try first.session()
        let fields = [("Authorization", "Bearer \(session.token)")]
        func place(_ x: Int, on toile: ToileProcess) throws -> (status: Int?, wait: Int64?) {
            let json = try toile.ask(
                "POST", "/api/boards/main/place", fields: fields, body: #"{"x":\#(x),"y":0,"colour":3}"#
            ).json
            return (json?["status"]?.integer.map { Int($0) }, json?["waitMs"]?.integer)
        }
        #expect(try place(0, on: first).status == 0)
        #expect(try place(1, on: first).status == 0)
        first.end(with: SIGKILL)
        for step in ["+2h", "-3h", "+0"] {
            let toile = try ToileProcess(
                data: data.path, withoutLimits: ToileProcess.withoutConnectionLimits,
                environment: FakeClock.environment(step))
            let (status, wait) = try place(2, on: toile)
            #expect(status == 1, "\(step)")
            // It goes on while the test runs, which takes no half hour.
            #expect((1_800_000...3_600_000).contains(try #require(wait)), "\(step)")
            toile.end(with: SIGKILL)
        }
    }

    @Test func `times never go back, even if the clock does`() throws {
        let data = try DataFolder()
        var times: [Int64] = []
        for step in ["+1h", "+0", "-1h"] {
            let toile = try ToileProcess(data: data.path, environment: FakeClock.environment(step))
            let token = try toile.session().token
            let x = times.count
            let placed = try toile.ask(
                "POST", "/api/boards/main/place", fields: [("Authorization", "Bearer \(token)")],
                body: #"{"x":\#(x),"y":0,"colour":3}"#)
            #expect(placed.status == 200)
            let pixel = try toile.ask("GET", "/api/boards/main/pixel?x=\(x)&y=0").json
            times.append(try #require(pixel?["at"]?.integer))
            toile.end(with: SIGTERM)
        }
        #expect(times == times.sorted())
    }
}

/// A wall clock that is ahead or behind.
enum FakeClock {
    /// Where Debian puts it, whatever the machine is.
    static let library: String? = {
        let root = "/usr/lib"
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return folders.map { "\(root)/\($0)/faketime/libfaketime.so.1" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }()

    static func environment(_ step: String) -> [String: String] {
        ["LD_PRELOAD": library ?? "", "FAKETIME": step, "FAKETIME_DONT_FAKE_MONOTONIC": "1"]
    }
}

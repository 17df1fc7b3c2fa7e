import Foundation
import TestKit
import Testing
import Wire

/// What the program says to those who start it.
struct CommandLineTests {
    @Test(arguments: [
        ["dance"], ["serve", "--no-such-option"], ["serve", "extra"], ["serve", "--listen"],
        ["serve", "--listen", "8080"], ["serve", "--listen", "127.0.0.1:99999"],
        ["serve", "--listen", "127.0.0.1:-1"],
        ["serve", "--listen", "127.0.0.1:x"], ["serve", "--board", "main"], ["serve", "--board", "main=0x5"],
        ["serve", "--board", "main=4097x5"], ["serve", "--board", "main=5"],
        ["serve", "--board", "Main=5x5"],
        ["serve", "--board", "a b=5x5"], ["serve", "--board", "=5x5"], ["serve", "--board", "main=5x5x5"],
        ["serve", "--board", "main=+5x5"],
        ["serve", "--board", "main=5x5", "--board", "main=6x6"], ["serve", "--cooldown", "-1"],
        ["serve", "--cooldown", "1.5"], ["serve", "--cooldown=soon"], ["serve", "--charges", "0"],
        ["serve", "--charges", "256"], ["serve", "--durability", "sometimes"], ["serve", "--loops", "0"],
        ["serve", "--messages-per-second", "-1"], ["serve", "--connections-per-address", "many"],
        ["serve", "--tick", "201"], ["serve", "--tick", "0"], ["serve", "--trusted-proxy", "everybody"],
        ["serve", "--trusted-proxy", "10.0.0.0/33"], ["serve", "--opens", "tomorrow"],
        ["serve", "--closes", "1.2"], ["serve", "--chat", "maybe"], ["serve", "--adaptive-cooldown", "-1"],
        ["serve", "--board", "main=5x5,cooldown"], ["serve", "--board", "main=5x5,listen=1"],
        ["serve", "--board", "main=5x5,charges=0"], ["serve", "--board", "main="],
        ["serve", "--size", "5x5"],
        ["serve", "--readers", "a b"], ["serve", "--moderators", "ana,"], ["serve", "--admins", "@"],
        ["serve", "--admin-group", "@crew"], ["serve", "--metrics", "yes"],
        ["serve", "--deflate=yes"], ["serve", "--allow-origin", "friend.example"], ["version", "more"],
    ])
    func `bad usage ends with 64 and says what would be right`(arguments: [String]) throws {
        let ending = try ToileProcess.run(arguments)
        #expect(ending.code == 64 && ending.standardOutput.isEmpty)
        #expect(ending.standardError.hasPrefix("toile: ") && ending.standardError.count { $0 == "\n" } == 1)
    }

    @Test(arguments: [["--help"], [], ["serve", "--help"], ["version", "--help"], ["-h"], ["help"]])
    func `help is there for everything`(arguments: [String]) throws {
        let ending = try ToileProcess.run(arguments)
        #expect(ending.code == 0 && ending.standardOutput.contains("toile") && ending.standardError.isEmpty)
        if arguments == ["serve", "--help"] {
            for option in ["--listen", "--board", "--messages-per-second", "--loops"] {
                #expect(ending.standardOutput.contains(option))
            }
        }
    }

    @Test func `the version is one line`() throws {
        let ending = try ToileProcess.run(["version"])
        #expect(
            ending.code == 0 && ending.standardOutput.hasPrefix("toile ")
                && ending.standardOutput.count { $0 == "\n" } == 1)
    }

    @Test func `a port or a data directory in use ends with 75`() throws {
        let toile = try ToileProcess()
        let other = try ToileProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: other) }
        let port = try ToileProcess.run(
            ["serve", "--listen", "127.0.0.1:\(toile.port)", "--data", other.appending(path: "data").path])
        #expect(port.code == 75 && port.standardError.contains("in use") && port.standardOutput.isEmpty)
        let data = try ToileProcess.run(["serve", "--listen", "127.0.0.1:0", "--data", toile.dataDirectory])
        #expect(data.code == 75 && data.standardError.contains("in use") && data.standardOutput.isEmpty)
        #expect(try toile.ask("GET", "/healthz").status == 200)
    }

    @Test func `bad configuration ends with 78`() throws {
        let directory = try ToileProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let palette = directory.appending(path: "palette")
        let data = ["--data", directory.appending(path: "data").path, "--listen", "127.0.0.1:0"]
        for content in ["", "no colours", "#ffffff\n"] {
            try Data(content.utf8).write(to: palette)
            #expect(try ToileProcess.run(["serve", "--palette", palette.path] + data).code == 78)
        }
        #expect(try ToileProcess.run(["serve", "--palette", directory.path + "/none"] + data).code == 78)
        #expect(try ToileProcess.run(["serve", "--web", directory.path + "/none"] + data).code == 78)
        #expect(
            try ToileProcess.run(["serve", "--data", directory.path + "/no/such", "--listen", "127.0.0.1:0"])
                .code == 78)
        #expect(try ToileProcess.run(["serve", "--listen", "192.0.2.1:0"] + data.prefix(2)).code == 78)
    }

    @Test func `a mistake in the configuration ends with 78 before anything is touched`() throws {
        let directory = try ToileProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "toile.conf")
        let data = directory.appending(path: "data").path
        try Data("# ours\ndata = \(data)\n  cooldwn = 5\n".utf8).write(to: file)
        // A port that is in use would end it with 75.
        let other = try ToileProcess()
        let ending = try ToileProcess.run(
            ["serve", "--config", file.path, "--listen", "127.0.0.1:\(other.port)"])
        #expect(ending.code == 78 && ending.standardOutput.isEmpty)
        let said = "toile: \(file.path):3:3: there is no 'cooldwn': did you mean 'cooldown'?\n"
        #expect(ending.standardError == said)
        #expect(!FileManager.default.fileExists(atPath: data))
        let missing = try ToileProcess.run(["serve", "--config", directory.path + "/none", "--data", data])
        #expect(missing.code == 78 && !FileManager.default.fileExists(atPath: data))
        let order = ["--opens", "2026-07-14T20:00:00Z", "--closes", "2026-07-14T19:00:00Z", "--data", data]
        #expect(try ToileProcess.run(["serve"] + order).code == 78)
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test func `every board has the rules that were said of it`() throws {
        let directory = try ToileProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "toile.conf")
        let text = """
            cooldown = 7000
            [board small]
            size = 8x4
            charges = 3
            closes = 2020-01-01T00:00:00Z
            [board later]
            opens = 2999-01-01T00:00:00+01:00
            """
        try Data(text.utf8).write(to: file)
        let toile = try ToileProcess(
            ["--config", file.path, "--board", "extra=5x6,cooldown=9,adaptive-cooldown=20"],
            isOpenToAll: false)
        func board(_ name: String) throws -> JSONValue? { try toile.ask("GET", "/api/boards/\(name)").json }
        #expect(try board("main")?["rules"]?["cooldownMs"]?.integer == 7000)
        let small = try board("small")
        #expect(small?["board"]?["width"]?.integer == 8 && small?["rules"]?["maxCharges"]?.integer == 3)
        #expect(small?["rules"]?["state"]?.string == "closed" && small?["rules"]?["closesInMs"] == nil)
        let later = try board("later")?["rules"]
        #expect(later?["state"]?.string == "closed" && later?["opensInMs"]?.integer ?? 0 > 1_000_000_000)
        let extra = try board("extra")?["rules"]
        #expect(extra?["cooldownMs"]?.integer == 9 && extra?["baseCooldownMs"]?.integer == 9)
        #expect(extra?["state"]?.string == "open")
    }

    @Test func `a palette of one's own is what the board has`() throws {
        let directory = try ToileProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let palette = directory.appending(path: "two.hex")
        try Data("#ffffff white\n000000 black\n".utf8).write(to: palette)
        let toile = try ToileProcess(["--palette", palette.path, "--board", "main=8x8"])
        let board = try toile.ask("GET", "/api/boards/main").json?["board"]
        #expect(board?["palette"]?.elements?.map(\.string) == ["#ffffff", "#000000"])
        #expect(try PNGPicture(file: toile.ask("GET", "/api/boards/main/snapshot.png").body).depth == 1)
        let player = try toile.player()
        try player.place(x: 0, y: 0, colour: 2)
        #expect(try player.nextResult().status == 3)
    }

    @Test(arguments: [1, 3])
    func `out of descriptors the server turns newcomers away, spins not and recovers`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=40x25"], loops: loops, descriptorsMax: 40)
        let player = try toile.player()
        var crowd: [BlockingSocket] = []
        for _ in 0..<80 {
            guard let socket = try? BlockingSocket(port: toile.port) else { break }
            crowd.append(socket)
        }
        // Those who are in go on.
        try player.place(x: 1, y: 1, colour: 3)
        #expect(try player.nextResult().status == 0)
        let before = try Self.processorSeconds(of: toile.identifier)
        usleep(500_000)
        #expect(try Self.processorSeconds(of: toile.identifier) - before < 0.25)
        crowd = []
        var isBack = false
        for _ in 0..<400 where !isBack {
            isBack = (try? toile.ask("GET", "/healthz"))?.status == 200
            if !isBack { usleep(25_000) }
        }
        #expect(isBack)
        try player.settle()
    }

    /// What a process has used of the machine, user and system.
    private static func processorSeconds(of identifier: Int32) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        return (Double(fields[12]) ?? 0) / 100 + (Double(fields[13]) ?? 0) / 100
    }
}
